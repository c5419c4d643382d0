import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { importPaths } from './fixtures/imports.ts'

const names = ['alpha', 'beta', 'gamma', 'delta']

async function importRooms(app: App, folder: string): Promise<void> {
  const logs = join(folder, 'logs')
  await mkdir(logs)
  for (const name of names) {
    const lines = Array.from(
      { length: 2_000 },
      (_, i) =>
        `2026-01-05 ${String(Math.floor(i / 60) % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00\tperson${i % 5}\tPart ${i} of ${name} is ready`,
    )
    await writeFile(join(logs, `${name}.weechatlog`), `${lines.join('\n')}\n`)
  }
  await importPaths(app, [logs])
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(names.length)
}

test('the queue is paused, reordered, narrowed and resumed from the window', async ({
  app,
  tmp,
}) => {
  const { page } = app
  const rail = page.getByRole('navigation')
  await importRooms(app, tmp)
  await rail.getByRole('button', { name: /^Queue/ }).click()
  await page.getByRole('button', { name: 'Pause queue' }).click()
  const atOnce = page.getByRole('spinbutton', { name: 'Reports at once' })
  await atOnce.fill('1')
  await atOnce.press('Enter')

  await rail.getByRole('button', { name: /^Rooms/ }).click()
  await expect(page.getByTestId('queue-paused')).toBeVisible()
  await expect(rail.getByRole('button', { name: /Queue.*Queue paused/ })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await page.getByRole('button', { name: 'Generate 4 reports' }).click()
  await expect(page.getByTestId('batch-counts')).toContainText('4 queued')

  const { url, accessToken } = await app.connection()
  const api = async <T>(path: string): Promise<T> => {
    const headers = { Authorization: `Bearer ${accessToken}` }
    return (await (await fetch(url + path, { headers })).json()) as T
  }
  await expect
    .poll(() => api('/api/queue'))
    .toEqual({ paused: true, concurrency: 1, waiting: 4, running: 0 })

  // The last one of the list overtakes the others.
  await rail.getByRole('button', { name: /^Queue/ }).click()
  const rows = page.locator('[data-report-oid]')
  const last = (await rows.last().getAttribute('data-report-oid')) ?? ''
  await rows.last().getByRole('button', { name: 'Run next' }).click()
  await expect(rows.first()).toHaveAttribute('data-report-oid', last)
  await expect(rows.first()).toContainText('Runs next')
  await page.getByRole('button', { name: 'Resume queue' }).click()
  await expect(page.getByTestId('batch-counts')).toContainText('4 of 4 done', { timeout: 60_000 })
  const { items } = await api<{ items: { reportOid: string; finishedAt: string }[] }>(
    '/api/reports',
  )
  const order = items.sort((a, b) => a.finishedAt.localeCompare(b.finishedAt))
  expect(order[0]?.reportOid).toBe(last)
})

test('a workbook that is gone is marked where it is missed, and made again', async ({
  app,
  tmp,
}) => {
  const { page, dataDir } = app
  await importRooms(app, tmp)
  await page.getByRole('checkbox', { name: 'Select alpha' }).click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  const row = page.locator('[data-room-oid]').filter({ hasText: 'alpha' })
  await expect(row).toHaveAttribute('data-report-state', 'finished')
  const reports = join(dataDir, 'reports')
  for (const name of await readdir(reports)) await rm(join(reports, name))

  await row.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(row).toContainText('Not on the disk')
  const again = row.getByRole('button', { name: 'Make again' })
  await expect(again, 'the focus went where the button was').toBeFocused()
  await again.click()
  await expect.poll(() => readdir(reports)).toHaveLength(1)
  await expect(row.getByRole('button', { name: 'Open', exact: true })).toBeVisible()
  await expect(row).not.toContainText('Not on the disk')
})
