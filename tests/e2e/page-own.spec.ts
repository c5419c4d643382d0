import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'

test('rooms, workbooks and imports are renamed, deleted and taken back, by the keyboard alone', async ({
  app,
}, info) => {
  test.setTimeout(180_000)
  const { page, dataDir } = app
  const books = async () =>
    (await readdir(join(dataDir, 'reports'))).filter((one) => one.endsWith('.xlsx'))
  for (const roomOid of ['pier', 'quay', 'reef']) await feedRoom(app, { roomOid })
  await reportRooms(app, ['pier', 'quay'])
  await expect.poll(books).toHaveLength(2)
  const row = (oid: string) => page.locator(`[data-room-oid="${oid}"]`)
  await expect(page.locator('[data-room-oid]')).toHaveCount(3)

  // F2 renames, and the row keeps the focus.
  await row('pier').focus()
  await page.keyboard.press('F2')
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await page.keyboard.type('West pier')
  await page.keyboard.press('Enter')
  await expect(row('pier')).toContainText('West pier')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // The menu opens by key, and says what can be done.
  await expect(row('pier')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem')).toHaveText([
    'Show details',
    'Generate 1 report',
    'Open the workbook',
    'People…',
    'Add to group…G',
    'Rename…F2',
    'Never send to another computer',
    'Delete…Del',
  ])
  await look(app, info, 'room menu')
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(row('pier')).toBeFocused()

  // Delete asks what becomes of the workbooks; a delete is taken back with all that it had.
  await page.keyboard.press('Delete')
  const question = page.getByRole('dialog')
  await expect(question).toContainText('Delete the room “West pier”?')
  await question.getByRole('radio', { name: 'Delete them too' }).check()
  await look(app, info, 'delete room')
  await question.getByRole('button', { name: 'Delete the room' }).press('Enter')
  await expect(row('pier')).toHaveCount(0)
  const toast = page.getByRole('alert').filter({ hasText: '1 room deleted' })
  await expect(toast).toBeVisible()
  await look(app, info, 'deleted')
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(row('pier')).toContainText('West pier')
  await expect(row('pier')).toHaveAttribute('data-report-state', 'finished')
  await expect.poll(books).toHaveLength(2)

  // Many at once, and Ctrl+Z.
  await row('quay').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Delete')
  await expect(question).toContainText('Delete 2 rooms?')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-room-oid]')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(page.locator('[data-room-oid]')).toHaveCount(3)

  // By the pointer too, and from the palette.
  await row('reef').click({ button: 'right' })
  await menu.getByRole('menuitem', { name: 'Rename' }).click()
  await expect(name).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type('reef')
  await page.keyboard.press('Tab')
  await page.keyboard.type('delete')
  await page.keyboard.press('Enter')
  await expect(question).toContainText('Delete the room “reef”?')
  await page.keyboard.press('Escape')

  // Workbooks.
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Files/ })
    .click()
  const files = page.locator('[data-report-oid][role="row"]')
  await expect(files).toHaveCount(2)
  await files.first().focus()
  await page.keyboard.press('Delete')
  await expect(files).toHaveCount(1)
  await expect(page.getByRole('alert').filter({ hasText: '1 workbook deleted' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(files).toHaveCount(2)
  await speakGerman(app)
  await look(app, info, 'Dateien')
})
