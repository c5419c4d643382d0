import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import type { PersonPage } from '../../server/contract/people.ts'
import { readWithOpenpyxl } from '../workbook/support.ts'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { ask, reportRooms } from './fixtures/rooms.ts'

/** Says lines in a room, as a live feed does. */
async function say(app: App, roomOid: string, lines: readonly [string, string][]): Promise<void> {
  const body = lines.map(([author, text], index) =>
    JSON.stringify({
      id: String(index),
      at: Date.UTC(2026, 1, 2) + index * 45 * 60_000,
      author,
      text,
    }),
  )
  const query = new URLSearchParams({ name: `The ${roomOid}` })
  await ask(app, `/api/rooms/${roomOid}/messages?${query}`, {
    method: 'POST',
    body: body.join('\n'),
    headers: { 'Content-Type': 'application/x-ndjson' },
  })
}

const plans = (author: string, count: number): [string, string][] =>
  Array.from({ length: count }, (_, n) => [author, `The plan for pier ${n} is ready.`])

const rowsOf = (app: App): Locator => app.page.locator('[data-person-oid]')
const row = (app: App, name: string): Locator =>
  rowsOf(app).filter({ has: app.page.locator('bdi', { hasText: new RegExp(`^${name}$`) }) })
const toast = (app: App): Locator => app.page.getByRole('alert')

/** Names in the order of the list. */
const names = (app: App): Promise<string[]> =>
  rowsOf(app).locator('[role="gridcell"]:nth-child(2) > span > bdi').allTextContents()

const openPeople = (app: App): Promise<void> =>
  app.page.getByRole('navigation').getByRole('button', { name: 'People' }).click()

test('people are merged, named and split, and a workbook shows one person', async ({
  app,
}, info) => {
  test.setTimeout(240_000)
  const { page, dataDir } = app
  await say(app, 'pier', [
    ...plans('ann', 3),
    ...plans('ann_', 2),
    ...plans('Tomasz Nowak', 4),
    ...plans('tomasz', 1),
    ...plans('harbourmaster', 6),
  ])
  await say(app, 'quay', [...plans('ann_', 2), ...plans('deploybot', 5)])
  await openPeople(app)
  await expect(rowsOf(app)).toHaveCount(6)
  await expect(row(app, 'ann_')).toContainText('+ 1')
  await expect(row(app, 'deploybot')).toContainText('Program')
  await look(app, info, 'people')

  // A suggestion is taken; the dialog says who becomes one, and by which name.
  const suggestions = page.getByRole('region', { name: 'Suggestions' })
  await expect(suggestions.getByRole('listitem')).toHaveCount(2)
  await suggestions.getByRole('button', { name: 'Merge… ann_, ann' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveText([
    /ann_.*4 messages/,
    /ann.*3 messages/,
    /Together.*7/,
  ])
  await look(app, info, 'merge people')
  await dialog.getByRole('radio', { name: 'Another name' }).check()
  await dialog.getByRole('textbox', { name: 'Another name' }).fill('Ann Lee')
  await dialog.getByRole('button', { name: 'Merge 2 people' }).click()
  await expect(row(app, 'Ann Lee')).toContainText('also ann_, ann')
  await expect(rowsOf(app)).toHaveCount(5)
  await expect(toast(app)).toContainText('2 people are one now')
  await look(app, info, 'merged people')

  // What was merged is split again by Undo, and merged again by hand: Space, M, Enter.
  await toast(app).getByRole('button', { name: 'Undo' }).click()
  await expect(rowsOf(app)).toHaveCount(6)
  await expect(suggestions.getByRole('listitem')).toHaveCount(2)
  await row(app, 'ann').focus()
  await page.keyboard.press('Space')
  await row(app, 'ann_').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('m')
  await expect(dialog.getByRole('radio', { name: 'ann_', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(rowsOf(app)).toHaveCount(5)

  // F2 names, the menu says what somebody is, Ctrl+Z takes the last of it back.
  await row(app, 'ann_').focus()
  await page.keyboard.press('F2')
  await expect(dialog.getByRole('textbox', { name: 'Name in reports' })).toBeFocused()
  await page.keyboard.type('Ann Lee')
  await page.keyboard.press('Enter')
  await expect(row(app, 'Ann Lee')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem')).toHaveText([
    'Merge: select others, tooM',
    'Rename…F2',
    'Split…',
    'Team',
    'Guest',
    'Program',
    'Person',
    'As the source says',
  ])
  await look(app, info, 'person menu')
  await menu.getByRole('menuitem', { name: 'Team' }).click()
  await expect(row(app, 'Ann Lee')).toContainText('Team')
  await row(app, 'harbourmaster').click({ button: 'right' })
  await menu.getByRole('menuitem', { name: 'Program' }).click()
  await expect(row(app, 'harbourmaster')).toContainText('Program')
  await row(app, 'harbourmaster').focus()
  await page.keyboard.press('Control+z')
  await expect(row(app, 'harbourmaster')).not.toContainText('Program')

  // A report that is made now shows one person, as a reader of workbooks sees it.
  await reportRooms(app, ['pier'])
  const [book = ''] = (await readdir(join(dataDir, 'reports'))).filter((one) =>
    one.endsWith('.xlsx'),
  )
  const cells = (sheet: string): unknown[][] =>
    readWithOpenpyxl(join(dataDir, 'reports', book), sheet)
      .sheets.find((one) => one.name === sheet)!
      .rows.map((cellsOf) => cellsOf.map((cell) => (cell as { value: unknown }).value))
  expect(cells('Participants').map((cellsOf) => [cellsOf[1], cellsOf[2], cellsOf.at(-1)])).toEqual([
    ['Participant', 'Messages', 'Role'],
    ['harbourmaster', 6, null],
    ['Ann Lee', 5, 'Team'],
    ['Tomasz Nowak', 4, null],
    ['tomasz', 1, null],
  ])
  const authors = cells('Transcript').map((cellsOf) => cellsOf[2])
  expect(authors.filter((author) => author === 'Ann Lee')).toHaveLength(5)
  expect(authors.filter((author) => author === 'ann' || author === 'ann_')).toEqual([])

  // Split again, by the menu.
  await row(app, 'Ann Lee').focus()
  await page.keyboard.press('Enter')
  await menu.getByRole('menuitem', { name: 'Split' }).click()
  await expect(dialog.getByRole('checkbox', { name: /^ann / })).toBeChecked()
  await look(app, info, 'split person')
  await dialog.getByRole('button', { name: 'Split off 1 author' }).click()
  await expect(rowsOf(app)).toHaveCount(6)
  // They are known to be others now.
  await expect(suggestions.getByRole('listitem')).toHaveCount(1)
  await suggestions.getByRole('button', { name: 'They are different' }).click()
  await expect(suggestions).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(suggestions.getByRole('listitem')).toHaveCount(1)

  await speakGerman(app)
  await page.getByRole('navigation').getByRole('button', { name: 'Personen' }).click()
  await expect(rowsOf(app)).toHaveCount(6)
  await look(app, info, 'people german')
  await suggestions
    .page()
    .getByRole('button', { name: /^Zusammenführen … / })
    .first()
    .click()
  await look(app, info, 'merge people german')
})

test('people are searched, sorted, narrowed and shown for one room', async ({ app }, info) => {
  const { page } = app
  await openPeople(app)
  await expect(page.getByRole('heading', { name: 'Nobody has written yet' })).toBeVisible()
  await look(app, info, 'no people')
  await say(app, 'pier', [
    ...plans('Zoë', 3),
    ...plans('bob', 1),
    ...plans('carol', 2),
    ...plans('deploybot', 4),
  ])
  await say(app, 'quay', [...plans('bob', 4)])
  // Nothing is asked for: the view follows what is said.
  await expect(rowsOf(app)).toHaveCount(4)
  await expect.poll(() => names(app)).toEqual(['bob', 'deploybot', 'Zoë', 'carol'])
  await page.getByRole('columnheader', { name: 'Person' }).getByRole('button').click()
  await expect.poll(() => names(app)).toEqual(['bob', 'carol', 'deploybot', 'Zoë'])

  await page.getByRole('searchbox', { name: 'Search people' }).fill('zoe')
  await expect(rowsOf(app)).toHaveCount(1)
  await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody at all')
  await expect(page.getByRole('heading', { name: 'Nobody fits' })).toBeVisible()
  await look(app, info, 'no match')
  await page.getByRole('button', { name: 'Show all people' }).click()
  await expect(rowsOf(app)).toHaveCount(4)
  await page.getByRole('combobox', { name: 'Which people' }).click()
  await page.getByRole('option', { name: 'Programs' }).click()
  await expect(rowsOf(app)).toHaveCount(1)
  await page.getByRole('button', { name: 'Rooms' }).first().click()

  // By a room's menu: only who wrote there, and only what.
  await page.locator('[data-room-oid="quay"]').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'People…' }).click()
  await expect(rowsOf(app)).toHaveCount(1)
  await expect(row(app, 'bob')).toContainText('4')
  await look(app, info, 'people of a room')
  await page.getByRole('button', { name: 'The quay : Show the people of all rooms' }).click()
  await expect(rowsOf(app)).toHaveCount(4)

  // Many at once by the keyboard; Delete does nothing here.
  await rowsOf(app).first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(page.getByText('4 people selected')).toBeVisible()
  await look(app, info, 'people selected')
  await page.getByRole('button', { name: 'Role: Guest' }).click()
  await expect(rowsOf(app).filter({ hasText: 'Guest' })).toHaveCount(4)
  const { items } = (await ask(app, '/api/people?only=guest')) as PersonPage
  expect(items).toHaveLength(4)
})

test('a list that cannot be read says so and is asked for again', async ({ app }, info) => {
  const { page } = app
  await say(app, 'pier', plans('bob', 1))
  let isBroken = true
  await page.route('**/api/people?*', (route) => (isBroken ? route.abort() : route.continue()))
  await openPeople(app)
  await expect(page.getByRole('heading', { name: 'The people could not be read' })).toBeVisible()
  await look(app, info, 'people failed')
  isBroken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(rowsOf(app)).toHaveCount(1)
})
