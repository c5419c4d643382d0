import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ask, feedRoom, reportRooms } from './fixtures/rooms.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'

test.use({ appEnv: { RAPPORTEUR_RECIPIENTS: 'boss@example.org' } })

test('workbooks are searched, sorted, grouped, selected and looked at beside their list, by keyboard', async ({
  app,
}, info) => {
  test.setTimeout(180_000)
  const { page, dataDir } = app
  for (const roomOid of ['pier', 'quay', 'reef']) await feedRoom(app, { roomOid })
  await reportRooms(app, ['pier', 'quay', 'reef'])
  await ask(app, '/api/reports', {
    method: 'POST',
    body: JSON.stringify({
      roomOids: ['pier'],
      options: { from: '2026-02-02T00:00:00Z', to: '2026-02-03T00:00:00Z', recipients: [] },
    }),
    headers: { 'Content-Type': 'application/json' },
  })
  await expect
    .poll(async () =>
      (await readdir(join(dataDir, 'reports'))).filter((one) => one.endsWith('.xlsx')),
    )
    .toHaveLength(4)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Files/ })
    .click()
  const rows = page.locator('[data-report-oid][role="row"]')
  await expect(rows).toHaveCount(4)
  const names = () => rows.locator('bdi[dir="ltr"]').allInnerTexts()
  await expect(page.locator('footer')).toContainText('4 workbooks')

  // Names as people say them, and what else is to be known of each.
  const [file = ''] = (await readdir(join(dataDir, 'reports'))).filter((one) =>
    one.startsWith('quay'),
  )
  expect(file).toMatch(/ [0-9a-f]{8}\.xlsx$/)
  const quay = rows.filter({ hasText: 'quay' })
  await expect(quay).toContainText(file.replace(/ [0-9a-f]{8}\.xlsx$/, '.xlsx'))
  await expect(quay).toContainText('All messages')
  await expect(quay).toContainText('boss@example.org')
  await expect(rows.first()).toContainText('Feb 2, 2026')

  await page.getByRole('button', { name: 'Workbook', exact: true }).click()
  const sorted = await names()
  expect(sorted.map((name) => name.slice(0, 4))).toEqual(['pier', 'pier', 'quay', 'reef'])
  await page.keyboard.press('Control+F')
  await page.keyboard.type('quay')
  await expect(rows).toHaveCount(1)
  await expect(page.locator('footer')).toContainText('1 of 4 workbooks')
  await page.getByRole('searchbox', { name: 'Search workbooks' }).fill('')
  await page.getByRole('combobox', { name: 'Which workbooks' }).click()
  await page.getByRole('option', { name: 'Sent by mail' }).click()
  await expect(rows).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Which workbooks' }).click()
  await page.getByRole('option', { name: 'Sent by mail' }).click()
  await expect(rows).toHaveCount(4)

  // The keyboard walks through the list, and the preview follows.
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  const pane = page.getByTestId('preview-pane')
  await expect(pane.getByRole('tab', { name: 'Summary' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(pane).toContainText('reef')
  await expect(rows.last()).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(page.locator('footer')).toContainText('2 workbooks selected')
  await page.getByRole('combobox', { name: 'Grouped by' }).click()
  await page.getByRole('option', { name: 'By room' }).click()
  await expect(page.getByRole('grid').getByText('2 workbooks')).toBeVisible()
  await expect(pane.getByRole('cell').first()).toBeVisible()
  await look(app, info, 'files')
  await page.getByRole('button', { name: 'Preview pane' }).click()
  await expect(pane).toHaveCount(0)
  await page.setViewportSize({ width: 2_560, height: 1_440 })
  await page.getByRole('button', { name: 'Preview pane' }).click()
  await expect(pane.getByRole('cell').first()).toBeVisible()
  await info.attach('files wide', { body: await page.screenshot(), contentType: 'image/png' })
  await page.getByRole('button', { name: 'Make 2 reports again' }).click()
  await page.getByRole('button', { name: 'Make the reports without mail' }).click()
  await expect(rows).toHaveCount(6)

  await speakGerman(app)
  await rows.first().click()
  await expect(pane.getByRole('cell').first()).toBeVisible()
  await look(app, info, 'Dateien')
})
