import type { Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom } from './fixtures/rooms.ts'
import { cutConnection } from '../../scripts/screenshots/stage.ts'

const crane = 41
const harbour = (index: number) =>
  index === crane
    ? `${'Long ago it was said that nothing would change. '.repeat(8)}Then the harbour crane moved to pier nine. ${'And that was that. '.repeat(20)}`
    : `Berth ${index} is free until the evening tide`

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search in all messages' })
const grid = (page: Page) => page.getByRole('grid', { name: 'Messages found' })
const status = (page: Page) => page.locator('footer').getByRole('status')

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
}

async function openSearch(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+F')
  await expect(field(page)).toBeFocused()
}

test('the search finds what was said in any room, by keyboard, and opens what stood around it', async ({
  app,
}, info) => {
  test.setTimeout(180_000)
  const { page } = app
  await openSearch(page)
  await expect(page.getByRole('heading', { name: 'No messages yet' })).toBeVisible()
  await look(app, info, 'search without rooms')
  await feedRoom(app, { roomOid: 'quay', name: 'Harbour office', size: 90, text: harbour })
  await feedRoom(app, { roomOid: 'a', name: 'general', size: 40 })
  await feedRoom(app, { roomOid: 'b', name: 'general', size: 30 })
  await feedRoom(app, {
    roomOid: 'ja',
    name: '港の連絡',
    size: 3,
    text: () => '明日の障害対応について東京で話します',
  })
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('Search in all messages')
  await look(app, info, 'search, nothing asked')

  // Found by the beginning of words, and by letters where no spaces are; the mark is in sight.
  await page.keyboard.type('cran harb')
  await expect(status(page)).toHaveText('1 message')
  await expect(grid(page).getByRole('row')).toHaveCount(1)
  await expect(grid(page).locator('mark')).toHaveText(['harbour', 'crane'])
  const [mark, text] = await Promise.all([
    grid(page).locator('mark').first().boundingBox(),
    grid(page).getByRole('gridcell').last().boundingBox(),
  ])
  expect(mark!.y + mark!.height).toBeLessThanOrEqual(text!.y + text!.height + 1)
  await field(page).fill('障害')
  await expect(status(page)).toHaveText('3 messages')
  await expect(grid(page).locator('mark').first()).toHaveText('障害')

  // More than a page: it goes on as one goes on.
  await field(page).fill('berth')
  await expect(status(page)).toHaveText('89 messages')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '89')
  await page.keyboard.press('ArrowDown')
  const rows = grid(page).getByRole('row')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('End')
  await expect(grid(page).locator('[aria-rowindex="51"]')).toHaveCount(1)
  await page.keyboard.press('End')
  await expect(grid(page).locator('[aria-rowindex="89"]')).toBeFocused()
  await expect(grid(page).locator('[aria-rowindex="89"]')).toContainText('Berth 0 is free')
  await page.keyboard.press('Home')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(field(page)).toBeFocused()

  // Enter opens what was said around a message, the drawer follows the keyboard, Escape leads back.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'Details of Harbour office' })
  const around = drawer.getByRole('list', { name: 'What was said around it' })
  await expect(around.locator('[aria-current]')).toContainText('Berth 88 is free')
  await page.keyboard.press('ArrowDown')
  await expect(around.locator('[aria-current]')).toContainText('Berth 87 is free')
  await expect(around.getByRole('listitem').first()).toContainText('Berth 83 is free')
  await look(app, info, 'search, what was found')
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(rows.nth(2)).toBeFocused()

  // By room, person and time.
  await field(page).fill('plan')
  await expect(status(page)).toHaveText('70 messages')
  const inRoom = page.getByRole('combobox', { name: 'In this room' })
  await inRoom.fill('harb')
  await page.getByRole('option', { name: 'Harbour office' }).click()
  await expect(page.getByRole('heading', { name: 'No message found' })).toBeVisible()
  await look(app, info, 'search, nothing found')
  await page.getByRole('button', { name: 'Search everywhere' }).click()
  await expect(status(page)).toHaveText('70 messages')
  await expect(inRoom).toHaveValue('')
  await page.getByRole('textbox', { name: 'Said by' }).fill('person4')
  await expect(status(page)).toHaveText('14 messages')
  await page.getByRole('textbox', { name: 'Said by' }).fill('')
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByRole('menuitemradio', { name: 'Custom dates' }).click()
  await page.getByLabel('From').fill('2026-02-03')
  await page.getByLabel('To, included').fill('2026-02-03')
  await expect(status(page)).toHaveText('8 messages')
  await page.keyboard.press('Escape')
  await look(app, info, 'search by time')

  await speakGerman(app)
  await page.getByRole('searchbox').fill('plan')
  await expect(page.locator('footer').getByRole('status')).toHaveText('70 Nachrichten')
  await look(app, info, 'Suche')
})

test('a room that is deleted vanishes from the search at once, and comes back with it', async ({
  app: { page, ...app },
}) => {
  await feedRoom({ page, ...app }, { roomOid: 'a', name: 'Pier' })
  await feedRoom({ page, ...app }, { roomOid: 'b', name: 'Quay', size: 5 })
  await openSearch(page)
  await page.keyboard.type('plan')
  await expect(status(page)).toHaveText('25 messages')
  await openPalette(page)
  await page.keyboard.type('Pier')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Actions on Pier' })).toBeFocused()
  await page.keyboard.type('delete')
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(status(page)).toHaveText('5 messages')
  await expect(grid(page).getByText('Pier')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(status(page)).toHaveText('25 messages')
})

test('a search without an answer says so, and can be asked again', async ({ app }, info) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'a', name: 'Pier' })
  await openSearch(page)
  await cutConnection(app, await app.connection())
  await page.keyboard.type('plan')
  await expect(page.getByRole('heading', { name: 'The search gave no answer' })).toBeVisible()
  await look(app, info, 'search without an answer')
  await app.electron.evaluate(({ session }) => {
    session.defaultSession.webRequest.onBeforeRequest(null)
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(status(page)).toHaveText('20 messages')
})

test('the palette finds messages as one types, and leads to all of them', async ({ app }, info) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'quay', name: 'Harbour office', size: 90, text: harbour })
  await openPalette(page)
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await page.keyboard.type('pier nine')
  const messages = palette.getByRole('group', { name: 'Messages' }).getByRole('option')
  await expect(messages).toHaveCount(2)
  await expect(messages.first()).toContainText('Harbour office · person1')
  await expect(messages.first().locator('mark')).toHaveText(['pier', 'nine'])
  await look(app, info, 'palette with messages')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'Details of Harbour office' })
  await expect(drawer.locator('[aria-current]')).toContainText('harbour crane')
  await openPalette(page)
  await page.keyboard.type('tide')
  await expect(messages).toHaveCount(5)
  await messages.last().click()
  await expect(field(page)).toHaveValue('tide')
  await expect(field(page)).toBeFocused()
  await expect(status(page)).toHaveText('89 messages')
})

test('the palette finds people, and leads to what they said and to what can be said of them', async ({
  app,
}, info) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'quay', name: 'Harbour office', size: 90, text: harbour })
  await feedRoom(app, { roomOid: 'pier', name: 'Pier' })
  const people = page.getByRole('group', { name: 'People' }).getByRole('option')
  await openPalette(page)
  await page.keyboard.type('person3')
  await expect(people).toHaveText(['person322 messages in 2 rooms'])
  await look(app, info, 'palette with people')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Actions on person3' })).toBeFocused()
  await look(app, info, 'palette, actions on a person')
  await page.keyboard.type('said')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Said by' })).toHaveValue('person3')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('berth')
  await expect(status(page)).toHaveText('18 messages')

  await openPalette(page)
  await page.keyboard.type('person3')
  await expect(people).toHaveCount(1)
  await page.keyboard.press('Tab')
  await page.keyboard.type('team')
  await page.keyboard.press('Enter')
  await openPalette(page)
  await page.keyboard.type('person3')
  await expect(people).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
  await expect(page.locator('[data-person-oid]')).toHaveCount(1)
  await expect(page.locator('[data-person-oid] [data-role="team"]')).toBeVisible()
})
