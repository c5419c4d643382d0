import type { Page } from 'playwright'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { ask, reportRooms } from './fixtures/rooms.ts'

interface Said {
  at: string
  text: string
}

async function say(app: App, roomOid: string, lines: readonly Said[]): Promise<void> {
  const body = lines.map(({ at, text }, index) =>
    JSON.stringify({ id: String(index), at, author: `person${index % 3}`, text }),
  )
  await ask(app, `/api/rooms/${roomOid}/messages?name=${roomOid}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: body.join('\n'),
  })
}

const go = (page: Page, view: string) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${view}`) })
    .click()

/** Texts with a date in them that are cut. */
const cutDates = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role="gridcell"], [role="gridcell"] *')]
      .filter((element) => {
        const own = [...element.childNodes].some(
          (node) =>
            node.nodeType === Node.TEXT_NODE && /\b(19|20)\d\d\b/.test(node.textContent ?? ''),
        )
        // Names are cut where they are too long; their dates stand in columns of their own.
        return own && !element.closest('bdi') && element.scrollWidth > element.clientWidth
      })
      .map((element) => element.textContent ?? ''),
  )

test('dates stand whole in rooms and files in the usual window, in English and German', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  // The widest days there are, in a year that is written out.
  await say(app, 'pier', [
    { at: '2010-12-20T10:00:00Z', text: 'We decided to move the harbour crane to pier nine' },
    { at: '2010-12-30T10:00:00Z', text: 'The plan is ready, who can review it?' },
  ])
  await ask(app, '/api/reports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      roomOids: ['pier'],
      options: { from: '2009-11-20T00:00:00Z', to: '2010-12-31T00:00:00Z' },
    }),
  })
  await expect(page.locator('[data-report-state="finished"]')).toHaveCount(1)
  await page.setViewportSize({ width: 1_280, height: 800 })
  for (const [rooms, files, german] of [
    ['Rooms', 'Files', false],
    ['Räume', 'Dateien', true],
  ] as const) {
    if (german) await speakGerman(app)
    await go(page, rooms)
    const day = german ? '30. Dez. 2010' : 'Dec 30, 2010'
    await expect(page.getByRole('grid')).toContainText(day)
    expect(await cutDates(page)).toEqual([])
    await look(app, info, rooms)
    await page.setViewportSize({ width: 1_280, height: 800 })
    await go(page, files)
    await expect(page.getByRole('grid')).toContainText(german ? '30. Dez. 2010' : '30, 2010')
    expect(await cutDates(page)).toEqual([])
    await look(app, info, files)
    await page.setViewportSize({ width: 1_280, height: 800 })
  }
})

test('a list that is cut says how many there are, and holds the whole time', async ({
  app,
}, info) => {
  const { page } = app
  const things = (
    'ferry crane gate boat rope anchor berth pilot tug buoy lamp chart radio engine ladder bridge store ' +
    'office payroll invoice printer badge locker heater window kitchen truck pallet scanner permit'
  ).split(' ')
  const at = (day: number, hour: number) => new Date(Date.UTC(2026, 0, 1 + day, hour)).toISOString()
  const lines = things.flatMap((thing, day) => [
    {
      at: at(day, 8),
      text: `The ${thing} of pier ${day} was painted again this week and looks fine.`,
    },
    {
      at: at(day, 9),
      text: `I saw the ${thing} yesterday, a good piece of work by the people of the yard.`,
    },
    {
      at: at(day, 12),
      text: `Does anybody know who has the spare parts for the ${thing}, and when they come?`,
    },
  ])
  await say(app, 'ropes', lines)
  await reportRooms(app, ['ropes'])
  await page.locator('[data-room-oid="ropes"] button').first().click()
  const drawer = page.getByRole('complementary')
  const heading = drawer.getByRole('heading', { level: 4, name: /^Open questions/ })
  await expect(heading).toHaveText(/^Open questions ?6 of \d+$/)
  expect(Number(/\d+$/.exec((await heading.textContent()) ?? '')?.[0])).toBeGreaterThan(20)
  // Those that are shown are not the first ones alone.
  const shown = drawer.locator('h4:has-text("Open questions") + ul').getByRole('button')
  await expect(shown).toHaveCount(6)
  await expect(shown.last()).toContainText(/kitchen|truck|pallet|scanner|permit/)
  await look(app, info, 'cut list')
})

test('times and the busiest hour are those of the clock of the computer', async ({ launch }) => {
  const app = await launch({ env: { TZ: 'America/Chicago' } })
  const { page } = app
  // From nine to ten in the morning in Houston.
  const lines = Array.from({ length: 40 }, (_, index) => ({
    at: new Date(Date.UTC(2026, 0, 5 + (index % 5), 15, index)).toISOString(),
    text: `The plan for part ${index} of the harbour is ready`,
  }))
  await say(app, 'houston', lines)
  await reportRooms(app, ['houston'])
  await page.locator('[data-room-oid="houston"]').getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByTestId('preview')
  await preview.getByRole('tab', { name: 'Summary' }).click()
  const sheet = preview.getByRole('table', { name: 'Summary' })
  await expect(sheet).toContainText('09:00')
  await expect(sheet).toContainText('America/Chicago')
  await expect(sheet).not.toContainText('15:00')
})
