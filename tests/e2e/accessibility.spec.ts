import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import type { App } from './fixtures/app.ts'
import { expectAccessible } from './fixtures/accessible.ts'
import { expect, test } from './fixtures/electron.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'
import { importPaths } from './fixtures/imports.ts'

const go = (page: Page, view: string) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${view}`) })
    .click()

async function importRooms(app: App, folder: string): Promise<void> {
  const logs = join(folder, 'logs')
  await mkdir(logs)
  for (const name of ['general', 'ops', 'releases']) {
    const lines = Array.from(
      { length: 300 },
      (_, i) =>
        `2026-01-05 10:${String(i % 60).padStart(2, '0')}:00\tperson${i % 5}\tWe decided to ship part ${i}, who reviews it?`,
    )
    await writeFile(join(logs, `${name}.weechatlog`), `${lines.join('\n')}\n`)
  }
  await importPaths(app, [logs])
}

test('axe finds nothing in any view, light or dark', async ({ app, tmp }) => {
  test.setTimeout(240_000)
  const { page, dataDir } = app
  await expectAccessible(page, 'the first page')
  await page.getByRole('button', { name: 'Show how' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'the live feed dialog')
  await page.keyboard.press('Escape')
  for (const view of ['Queue', 'Files', 'People', 'Search', 'Imports']) {
    await go(page, view)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(view)
    await expectAccessible(page, `${view}, empty`)
  }
  await go(page, 'Rooms')

  await importRooms(app, tmp)
  await expect(page.locator('[data-room-oid]')).toHaveCount(3)
  await expectAccessible(page, 'Rooms')
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await expectAccessible(page, 'Rooms, selected')

  // Paused, so that waiting reports stay for as long as they are looked at.
  await page.keyboard.press('Control+K')
  await expect(
    page.getByRole('combobox', { name: 'Search commands, rooms and workbooks' }),
  ).toBeFocused()
  await expectAccessible(page, 'the palette')
  await page.keyboard.type('pause')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('queue-paused')).toBeVisible()
  await page.getByRole('button', { name: 'Generate 3 reports' }).click()
  await expect(page.locator('[data-report-state="queued"]')).toHaveCount(3)
  await expectAccessible(page, 'Rooms, waiting')
  await go(page, 'Queue')
  await page.getByRole('button', { name: 'Run next' }).last().click()
  await expectAccessible(page, 'Queue, paused')
  await page.getByRole('button', { name: 'Cancel all' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'the question before cancelling')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await page.getByRole('button', { name: 'Resume queue' }).click()
  await expect(page.getByTestId('batch-counts')).toContainText('2 of 3 done')
  await expectAccessible(page, 'Queue, ended')

  const files = await readdir(join(dataDir, 'reports'))
  await rm(join(dataDir, 'reports', files[0] ?? ''))
  await go(page, 'Files')
  await expect(page.getByTestId('workbook-missing')).toBeVisible()
  await expectAccessible(page, 'Files, one missing')
  await go(page, 'Imports')
  await expectAccessible(page, 'Imports')
  await go(page, 'Rooms')
  await page.locator('[data-room-oid]').first().dblclick()
  await expect(page.getByRole('complementary')).toContainText('300 of 300 messages read')
  await expectAccessible(page, 'details')
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('complementary'), 'Escape closes one thing').toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Keyboard shortcuts')
  await expectAccessible(page, 'the sheet of keys')
})

test('axe finds nothing in the settings, light or dark', async ({ app: { page } }) => {
  test.setTimeout(240_000)
  await go(page, 'Settings')
  for (const section of ['Summary', 'Mail', 'Workbook', 'Reports', 'This computer']) {
    await page.getByRole('tab', { name: section }).click()
    await expect(page.getByRole('tabpanel')).toBeVisible()
    await expectAccessible(page, `Settings, ${section}`)
  }
  await page.getByRole('tab', { name: 'Summary' }).click()
  await page.getByRole('combobox', { name: 'Summary by' }).click()
  await page.getByRole('option', { name: 'Ollama' }).click()
  await page.getByRole('textbox', { name: 'Address of the server' }).fill('nowhere')
  await expectAccessible(page, 'Settings, refused')
  await page.getByRole('textbox', { name: 'Address of the server' }).fill('http://llm.example.org')
  await page.getByRole('combobox', { name: 'Model' }).fill('llama')
  await expectAccessible(page, 'Settings, leaving this computer')
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'the question before chats leave')
})

test('axe finds nothing in the preview, the log and the quit question, light or dark', async ({
  app,
}) => {
  test.setTimeout(240_000)
  const { page, electron } = app
  await feedRoom(app, { roomOid: 'pier', name: 'Pier', size: 400 })
  await reportRooms(app, ['pier'])
  await reportRooms(app, ['pier'])
  await page.locator('[data-room-oid="pier"]').dblclick()
  const drawer = page.getByRole('complementary')
  await expect(drawer).toContainText('Earlier reports')
  await drawer.getByText('Log', { exact: true }).click()
  await expect(drawer).toContainText('Workbook ready')
  await expectAccessible(page, 'details with the log')
  await drawer.getByRole('button', { name: 'Preview' }).first().click()
  const preview = page.getByTestId('preview')
  for (const sheet of ['Summary', 'Highlights', 'Participants', 'Activity', 'Transcript']) {
    await preview.getByRole('tab', { name: sheet }).click()
    await expect(
      preview.getByRole('table', { name: sheet }).getByRole('cell').first(),
    ).toBeVisible()
    await expectAccessible(page, `the preview of ${sheet}`)
  }
  await preview.getByRole('button', { name: 'Save as' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible(page, 'the menu of other forms')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await preview.getByRole('button', { name: 'Close the preview' }).click()
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('quit:question', {
      running: 2,
      waiting: 1,
      secondsLeft: 10,
      restarts: false,
    })
  })
  await expect(page.getByRole('dialog', { name: '3 reports are not done yet' })).toBeVisible()
  await expectAccessible(page, 'the quit question')
})

test('every view speaks German, and remembers it', async ({ launch }) => {
  let app = await launch()
  await app.page.keyboard.press('Control+K')
  await expect(
    app.page.getByRole('combobox', { name: 'Search commands, rooms and workbooks' }),
  ).toBeFocused()
  await app.page.keyboard.type('Deutsch')
  await app.page.keyboard.press('Enter')
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(
    'Holen Sie Ihre Räume herein',
  )
  await app.close()
  app = await launch()
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(
    'Holen Sie Ihre Räume herein',
  )
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'de')
})
