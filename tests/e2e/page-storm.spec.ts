import type { ReportAnswer, ReportStatus } from '../../server/contract/reports.ts'
import { expect, test } from './fixtures/electron.ts'
import { ask, feedRoom } from './fixtures/rooms.ts'
import { startStatusStorm } from './fixtures/status-storm.ts'

const roomCount = 120
const perSecond = 200
/** Five seconds of it. */
const enough = 5 * perSecond

const oidOf = (index: number) => `room-${String(index).padStart(3, '0')}`

test('request 23: scroll, selection and focus stay under 200 statuses per second, and no row moves', async ({
  app,
}) => {
  test.setTimeout(180_000)
  const { page } = app
  for (let index = 0; index < roomCount; index += 1) {
    await feedRoom(app, { roomOid: oidOf(index), size: 40 + index })
  }
  // Paused, so that every status that moves a row is one of ours.
  await ask(app, '/api/queue', {
    method: 'POST',
    body: JSON.stringify({ paused: true }),
    headers: { 'Content-Type': 'application/json' },
  })
  const { reports } = (await ask(app, '/api/reports', {
    method: 'POST',
    body: JSON.stringify({ roomOids: Array.from({ length: roomCount }, (_, i) => oidOf(i)) }),
    headers: { 'Content-Type': 'application/json' },
  })) as ReportAnswer
  expect(reports).toHaveLength(roomCount)

  const next = (number: number): ReportStatus => {
    const report = reports[number % roomCount]!
    const round = Math.floor(number / roomCount)
    const { reportOid, roomOid, attempt } = report
    return {
      reportOid,
      roomOid,
      attempt,
      delivery: 'none',
      state: round < 3 ? 'collecting' : 'summarizing',
      progress: { done: number, total: 1_000_000, unit: 'messages' },
      percent: Math.min(95, round / 2),
      etaSeconds: 60,
      message: `Working on part ${round}`,
      at: new Date().toISOString(),
    }
  }
  const storm = await startStatusStorm({ upstream: (await app.connection()).url, perSecond, next })
  try {
    await page.route(/\/api\/events\?/u, (route) => {
      const { pathname, search } = new URL(route.request().url())
      return route.continue({ url: `${storm.url}${pathname}${search}` })
    })
    await page.reload()
    const grid = page.getByRole('grid', { name: 'Rooms and their reports' })
    const row = (index: number) => page.locator(`[data-room-oid="${oidOf(index)}"]`)
    await expect(grid.locator('[data-report-state="collecting"]').first()).toBeVisible()
    await expect(grid).toHaveAttribute('aria-rowcount', String(roomCount + 1))
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('room')
    await row(0).click()
    await page.keyboard.press('End')
    await expect(row(roomCount - 1)).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Space')
    await expect(row(roomCount - 2)).toHaveAttribute('aria-selected', 'true')

    const look = () =>
      grid.evaluate((element) => ({
        scroll: element.scrollTop,
        focused: document.activeElement?.getAttribute('data-room-oid'),
        selected: [...element.querySelectorAll('[aria-selected="true"]')].map((selected) =>
          selected.getAttribute('data-room-oid'),
        ),
        places: [...element.querySelectorAll<HTMLElement>('[data-room-oid]')]
          .map((place) => `${place.dataset['roomOid']} ${place.style.transform}`)
          .sort(),
        widths: [...element.querySelectorAll('[role="columnheader"]')].map(
          (head) => head.getBoundingClientRect().width,
        ),
      }))
    const before = await look()
    expect(before.focused).toBe(oidOf(roomCount - 2))
    expect(before.scroll).toBeGreaterThan(1_000)
    const cellBefore = await row(roomCount - 2).innerText()
    const sentBefore = storm.sent()
    await expect.poll(() => storm.sent() - sentBefore, { timeout: 60_000 }).toBeGreaterThan(enough)
    expect(await row(roomCount - 2).innerText(), 'the storm is seen').not.toBe(cellBefore)
    expect(await look()).toEqual(before)

    // And the window still does what one tells it, at once.
    await page.keyboard.press('ArrowUp')
    await expect(row(roomCount - 3)).toBeFocused()
    await expect(page.getByRole('searchbox', { name: 'Search rooms' })).toHaveValue('room')
  } finally {
    await storm.close()
  }
})
