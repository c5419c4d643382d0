import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'

const row = (page: Page, name: string) => page.locator('[data-room-oid]').filter({ hasText: name })

const preview = (page: Page) => page.getByTestId('preview')

const openPreview = async (page: Page, name: string): Promise<void> => {
  await row(page, name).hover()
  await row(page, name).getByRole('button', { name: 'Preview' }).click()
  await expect(preview(page).getByRole('tab', { name: 'Summary' })).toBeVisible()
}

test('request 36: a workbook is looked at inside the app, sheet by sheet, charts and all', async ({
  app,
}) => {
  const { page } = app
  await feedRoom(app, {
    roomOid: 'pier',
    name: 'Pier',
    size: 900,
    text: (index) => (index === 3 ? '=HYPERLINK("http://evil.example")<b>x</b>' : `Line ${index}`),
  })
  await reportRooms(app, ['pier'])
  await openPreview(page, 'Pier')
  await expect(preview(page).getByRole('table', { name: 'Summary' })).toContainText('Pier')

  await preview(page).getByRole('tab', { name: 'Activity' }).click()
  const charts = preview(page).getByRole('img')
  await expect(charts.first()).toBeVisible()
  // Drawn, not only framed: a line, or a bar for each that has a value.
  for (const chart of await charts.all()) {
    expect(await chart.locator('rect, path').count()).toBeGreaterThan(0)
  }

  await preview(page).getByRole('tab', { name: 'Transcript' }).click()
  const transcript = preview(page).getByRole('table', { name: 'Transcript' })
  await expect(transcript.getByRole('cell', { name: 'Message', exact: true })).toBeVisible()
  // What was said stays text, whatever it looks like.
  await expect(transcript).toContainText('=HYPERLINK("http://evil.example")<b>x</b>')
  await expect(transcript.locator('b')).toHaveCount(0)
  expect(await transcript.getByRole('row').count()).toBeLessThan(120)
  await preview(page).getByRole('region', { name: 'Cells of Transcript' }).focus()
  await page.keyboard.press('End')
  await expect(transcript.getByRole('cell', { name: 'Line 899' })).toBeVisible()
  await expect(transcript.getByRole('cell', { name: 'Message', exact: true })).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(preview(page)).toHaveCount(0)
})

test('request 36: the preview shows the file as it is, and can be reached and left by keyboard', async ({
  app,
}) => {
  const { page, dataDir } = app
  await feedRoom(app, { roomOid: 'quay', name: 'Quay' })
  await reportRooms(app, ['quay'])
  await expect(row(page, 'Quay')).toHaveAttribute('data-report-state', 'finished')
  await row(page, 'Quay').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(row(page, 'Quay').getByRole('button', { name: 'Preview' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(preview(page).getByRole('tab', { name: 'Summary' })).toBeVisible()
  await preview(page).getByRole('tab', { name: 'Summary' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(preview(page).getByRole('tab', { name: 'Highlights' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('Escape')
  await expect(row(page, 'Quay').getByRole('button', { name: 'Preview' })).toBeFocused()

  // Whoever spoils the file sees so here, not the workbook that once was.
  const [name = ''] = await readdir(join(dataDir, 'reports'))
  const whole = await readFile(join(dataDir, 'reports', name))
  await writeFile(join(dataDir, 'reports', name), Buffer.alloc(whole.length, 'x'))
  await page.keyboard.press('Enter')
  await expect(preview(page).getByRole('alert')).toBeVisible()
  await writeFile(join(dataDir, 'reports', name), whole)
  await preview(page).getByRole('button', { name: 'Try again' }).click()
  await expect(preview(page).getByRole('tab', { name: 'Summary' })).toBeVisible()
})

test('request 34: the preview of a workbook that vanished says so and offers another', async ({
  app,
}) => {
  const { page, dataDir } = app
  await feedRoom(app, { roomOid: 'dock', name: 'Dock' })
  await reportRooms(app, ['dock'])
  await expect(row(page, 'Dock')).toHaveAttribute('data-report-state', 'finished')
  for (const name of await readdir(join(dataDir, 'reports'))) {
    await rm(join(dataDir, 'reports', name))
  }
  await row(page, 'Dock').hover()
  await row(page, 'Dock').getByRole('button', { name: 'Preview' }).click()
  await expect(preview(page).getByTestId('workbook-missing')).toBeVisible()
  await preview(page).getByRole('button', { name: 'Make again' }).click()
  await expect(preview(page)).toHaveCount(0)
  await expect.poll(() => readdir(join(dataDir, 'reports'))).toHaveLength(1)
})

test('the workbook is saved elsewhere, as PDF, page, CSV or Markdown too, and dragged out', async ({
  app,
  tmp,
}) => {
  const { page, electron } = app
  await feedRoom(app, { roomOid: 'mole', name: 'Mole' })
  await reportRooms(app, ['mole'])
  await openPreview(page, 'Mole')
  for (const [item, file, begin] of [
    ['Transcript as CSV', 'mole.csv', /#,Time \(UTC\),Author,Message/u],
    ['Report as Markdown', 'mole.md', /# .*Mole/u],
    ['Report as a web page (HTML)', 'mole.html', /<!DOCTYPE html>[^]*<h1 dir="auto">Mole</u],
    ['Report as PDF', 'mole.pdf', /^%PDF-1[^]*\/Type \/Page\b/u],
  ] as const) {
    await electron.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      },
      join(tmp, file),
    )
    await preview(page).getByRole('button', { name: 'Save as' }).click()
    await preview(page).getByRole('menuitem', { name: item }).click()
    await expect(page.getByText(`Saved as ${file}`)).toBeVisible()
    expect(await readFile(join(tmp, file), 'utf8')).toMatch(begin)
  }
  await electron.evaluate(({ BrowserWindow }) => {
    const dragged: string[] = []
    Object.assign(globalThis, { dragged })
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.webContents.startDrag = ({ file }) => void dragged.push(file)
  })
  await preview(page).locator('[draggable="true"]').dispatchEvent('dragstart')
  const dragged = () =>
    electron.evaluate(() => (globalThis as unknown as { dragged: string[] }).dragged)
  await expect.poll(dragged).toHaveLength(1)
  expect((await dragged())[0]).toMatch(/Mole .*\.xlsx$/u)
})
