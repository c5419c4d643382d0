import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MergedRoom, Message, Room } from '../../server/contract/rooms.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { ask, feedRoom, reportRooms } from './fixtures/rooms.ts'

test('rooms are merged by the keyboard, taken back, and merged for good', async ({ app }, info) => {
  test.setTimeout(180_000)
  const { page, dataDir } = app
  await feedRoom(app, { roomOid: 'pier', name: 'Pier', size: 30 })
  await feedRoom(app, { roomOid: 'quay', name: 'Quay', size: 12, text: (n) => `Ship ${n} is in.` })
  await feedRoom(app, { roomOid: 'reef', name: 'Reef', size: 5, text: (n) => `Wave ${n}.` })
  await reportRooms(app, ['quay'])
  const rows = page.locator('[data-room-oid]')
  const row = (oid: string) => page.locator(`[data-room-oid="${oid}"]`)
  await expect(rows).toHaveCount(3)

  await row('pier').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('m')
  const question = page.getByRole('dialog')
  await expect(question).toContainText('Merge 3 rooms into one?')
  await expect(question.getByRole('radio')).toHaveCount(3)
  // The one with the most messages is offered.
  await expect(question.getByRole('radio', { name: /Pier/ })).toBeFocused()
  await look(app, info, 'merge rooms')
  await question.getByRole('radio', { name: /Reef/ }).check()
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(1)
  await expect(row('reef')).toContainText('47')
  const toast = page.getByRole('alert').filter({ hasText: '3 rooms are “Reef” now' })
  await expect(toast).toBeVisible()
  await look(app, info, 'merged rooms')

  // The workbook that was made before stands with the room that its own is part of now.
  await page.getByRole('navigation').getByRole('button', { name: 'Files' }).click()
  const file = page.locator('[data-report-oid]')
  await expect(file).toContainText('Reef')
  expect(
    (await readdir(join(dataDir, 'reports'))).filter((one) => one.endsWith('.xlsx')),
  ).toHaveLength(1)

  // Ctrl+Z brings them all back, each with its own.
  await page.getByRole('navigation').getByRole('button', { name: 'Rooms' }).click()
  await page.keyboard.press('Control+z')
  await expect(rows).toHaveCount(3)
  await expect(row('reef')).toContainText('5')
  const { messageCount } = (await ask(app, '/api/rooms/pier')) as Room
  expect(messageCount).toBe(30)

  // By the menu, into the largest; what the old id says lands there.
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await row('quay').getByRole('checkbox').click()
  await row('pier').getByRole('checkbox').click()
  await row('quay').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Merge 2 rooms…' }).click()
  await question.getByRole('button', { name: 'Merge 2 rooms' }).click()
  await expect(rows).toHaveCount(2)
  await expect(row('pier')).toContainText('42')
  await feedRoom(app, { roomOid: 'quay', size: 1, text: () => 'A letter to the old address.' })
  await expect(row('pier')).toContainText('43')
  const { items } = (await ask(app, '/api/rooms/pier/messages?order=newest&limit=100')) as {
    items: Message[]
  }
  expect(items.map(({ text }) => text)).toContain('A letter to the old address.')

  await speakGerman(app)
  await expect(rows).toHaveCount(2)
  await row('pier').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('m')
  await expect(question).toContainText('2 Räume zu einem zusammenführen?')
  await look(app, info, 'merge rooms german')
})

test('a question about rooms that others have merged meanwhile asks for nothing', async ({
  app,
}) => {
  const { page } = app
  for (const roomOid of ['pier', 'quay']) {
    await feedRoom(app, { roomOid, size: 3, text: (n) => `Word ${n} of the ${roomOid}.` })
  }
  const rows = page.locator('[data-room-oid]')
  await expect(rows).toHaveCount(2)
  await rows.first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('m')
  // Another program has merged them while the question stands.
  const merged = (await ask(app, '/api/rooms/merge', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ into: 'pier', from: ['quay'] }),
  })) as MergedRoom
  expect(merged.messageCount).toBe(6)
  await expect(rows).toHaveCount(1)
  const question = page.getByRole('dialog')
  await expect(question.getByRole('button', { name: /^Merge/ })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
})
