import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { look } from './fixtures/look.ts'
import { feedRoom } from './fixtures/rooms.ts'

test('an overview of selected rooms is started, followed, looked at and found among the files', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page, dataDir } = app
  for (const roomOid of ['pier', 'quay', 'reef']) await feedRoom(app, { roomOid })
  await expect(page.locator('[data-room-oid]')).toHaveCount(3)
  const start = page.getByRole('button', { name: 'Overview', exact: true })
  // It stands with what else can be done with selected rooms, and takes two.
  await page.getByRole('checkbox', { name: /pier$/ }).check()
  await expect(page.getByRole('button', { name: 'Clear selection' })).toBeVisible()
  await expect(start).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Select all rooms' }).check()
  await start.click()

  // Its row stands above the rooms, whose reports are made with it.
  const row = page.getByRole('list', { name: 'Overviews' }).getByRole('listitem')
  await expect(row).toContainText('Overview of 3 rooms')
  await expect(row).toContainText('Done', { timeout: 60_000 })
  await expect(page.getByTestId('batch-counts')).toContainText('4 of 4')
  await look(app, info, 'overview row')

  // All of it beside the table, with the rooms that it is about.
  await row.getByRole('button', { name: 'Overview of 3 rooms' }).press('Enter')
  const drawer = page.getByRole('complementary', { name: /Overview of 3 rooms/ })
  const covered = drawer.getByRole('region', { name: 'Rooms of this overview' })
  await expect(covered).toContainText('3 of 3 rooms have a finished report')
  await expect(covered.getByRole('listitem')).toHaveText([/pier.*Done/, /quay.*Done/, /reef.*Done/])
  await expect(drawer.getByRole('region', { name: 'Summary' })).toContainText('pier')
  await expect(drawer.getByText('How it was made')).toBeVisible()
  await covered.scrollIntoViewIfNeeded()
  await look(app, info, 'overview drawer')
  const quay = covered.locator('[data-room="quay"]')
  await quay.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('dialog')).toContainText('quay')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await quay.getByRole('button', { name: 'quay' }).click()
  await expect(page.getByRole('complementary', { name: /quay/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)

  await row.getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('dialog')
  for (const sheet of ['Overview', 'Rooms', 'Outcomes', 'Activity', 'People']) {
    await expect(preview.getByRole('tab', { name: sheet, exact: true })).toBeVisible()
  }
  await preview.getByRole('tab', { name: 'Rooms', exact: true }).click()
  await expect(preview).toContainText('quay')
  await look(app, info, 'overview preview')
  await page.keyboard.press('Escape')

  const files = await readdir(join(dataDir, 'reports'))
  expect(files.filter((name) => name.startsWith('Overview of 3 rooms'))).toHaveLength(1)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Files/ })
    .click()
  const file = page.locator('[data-report-oid][role="row"]').filter({ hasText: 'Overview' })
  await expect(file).toHaveCount(1)
  await expect(file.getByRole('button', { name: 'Open' })).toBeVisible()
  const opener = file.getByRole('button', { name: 'Overview of 3 rooms' })
  await opener.click()
  await expect(drawer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(opener).toBeFocused()

  // By name, too, wherever one is.
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Rooms/ })
    .click()
  await page.getByRole('checkbox', { name: 'Select all rooms' }).check()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('overview')
  await page.getByRole('option', { name: 'Overview of 3 rooms' }).first().click()
  await expect(page.getByTestId('batch-counts')).toContainText('1 of 1', { timeout: 60_000 })
})
