import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchApp, type App } from '../../tests/e2e/fixtures/app.ts'
import type { Camera } from './camera.ts'
import { writeLargeExport, writeRooms } from './rooms.ts'
import {
  closeDetails,
  cutConnection,
  dismissNotices,
  doneReports,
  go,
  importPath,
  openDetails,
  openPalette,
} from './stage.ts'

export interface SceneOptions {
  folder: string
  camera: Camera
}

/** The window before the first room, and while the first export is being read. */
export async function firstRun({ folder, camera }: SceneOptions): Promise<void> {
  const app = await launchApp({ folder })
  try {
    await camera.shoot(app, '01-first-run')
    await app.page.getByRole('button', { name: 'Show how' }).click()
    await app.page.getByRole('dialog').waitFor()
    await camera.shoot(app, '02-live-feed')
    await app.page.keyboard.press('Escape')
    for (const view of ['Queue', 'Files', 'Imports']) {
      await go(app, view)
      await camera.shoot(app, `03-empty-${view.toLowerCase()}`)
    }
    await go(app, 'Rooms')
    await importPath(app, await writeLargeExport(folder))
    await app.page.getByText('Reading').first().waitFor()
    await camera.shoot(app, '04-importing')
  } finally {
    await app.close()
  }
}

/** The whole way of fifty rooms: idle, selected, running, done, and what can be looked at then. */
export async function fiftyRooms({ folder, camera }: SceneOptions): Promise<void> {
  const app = await launchApp({
    folder,
    env: { RAPPORTEUR_CONCURRENCY: '50', RAPPORTEUR_THREADS: '1' },
  })
  const { page } = app
  try {
    await importPath(app, await writeRooms(folder))
    await page.locator('[role="grid"][aria-rowcount="51"]').waitFor({ timeout: 120_000 })
    await dismissNotices(app)
    await camera.shoot(app, '10-rooms-idle')
    await go(app, 'Imports')
    await camera.shoot(app, '11-imports')
    await go(app, 'Rooms')
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('harbour pier 9')
    await camera.shoot(app, '12-rooms-no-match')
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('')
    await openDetails(app, 'billing')
    await camera.shoot(app, '13-drawer-no-report')
    await closeDetails(app)
    await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
    await camera.shoot(app, '14-rooms-selected')
    await page.getByRole('button', { name: /^Period/ }).click()
    await camera.shoot(app, '15-period')
    await page.keyboard.press('Escape')
    await openPalette(app)
    await camera.shoot(app, '16-palette')
    await page.keyboard.type('harbour')
    await camera.shoot(app, '17-palette-query')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await camera.shoot(app, '18-keys')
    await page.keyboard.press('Escape')
    await running(app, camera)
    await done(app, camera)
  } finally {
    await app.close()
  }
}

async function running(app: App, camera: Camera): Promise<void> {
  const { page } = app
  await page.getByRole('button', { name: 'Generate 50 reports' }).click()
  await doneReports(app, 6)
  await camera.shoot(app, '20-running')
  await go(app, 'Queue')
  await camera.shoot(app, '21-queue-running')
  await go(app, 'Rooms')
  await page.getByRole('button', { name: 'Running first' }).click()
  await page.locator('[data-room-oid]').first().dblclick()
  await camera.shoot(app, '22-drawer-running')
  await closeDetails(app)
  await page.getByRole('button', { name: 'Cancel all' }).click()
  await camera.shoot(app, '23-confirm-cancel')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Running first' }).click()
  await app.electron.evaluate(({ app: host }) => host.quit())
  await page.getByTestId('quit-countdown').waitFor()
  await camera.shoot(app, '24-quit-question')
  await page.getByRole('button', { name: 'Keep running' }).click()
}

async function done(app: App, camera: Camera): Promise<void> {
  const { page, dataDir } = app
  await doneReports(app, 50)
  await camera.shoot(app, '30-done')
  await openDetails(app, 'incidents')
  await page.getByText('Key points').waitFor()
  await camera.shoot(app, '31-drawer-finished')
  await page.getByRole('complementary').getByText('Log', { exact: true }).click()
  await page
    .getByRole('complementary')
    .getByRole('button', { name: 'Copy diagnostics' })
    .scrollIntoViewIfNeeded()
  await camera.shoot(app, '31-drawer-log')
  await page.getByRole('complementary').getByRole('button', { name: 'Preview' }).click()
  await previews(app, camera)
  await closeDetails(app)
  await go(app, 'Queue')
  await camera.shoot(app, '32-queue-done')
  await go(app, 'Files')
  await page.getByText('.xlsx').first().waitFor()
  await camera.shoot(app, '33-files')
  const [vanished = ''] = await readdir(join(dataDir, 'reports'))
  await rm(join(dataDir, 'reports', vanished))
  await app.electron.evaluate(({ shell }) => {
    shell.openPath = () => Promise.resolve('')
  })
  await page
    .locator('[data-report-oid]')
    .filter({ hasText: vanished })
    .getByRole('button', { name: 'Open', exact: true })
    .click({ timeout: 2_000 })
    .catch(() => {})
  await camera.shoot(app, '34-files-missing')
  await go(app, 'Rooms')
  await openPalette(app, 'Deutsch')
  await page.keyboard.press('Enter')
  await camera.shoot(app, '35-german')
  await openPalette(app).catch(() => {})
  await page.keyboard.type('English')
  await page.keyboard.press('Enter')
}

/** Each sheet of a workbook inside the app. */
async function previews(app: App, camera: Camera): Promise<void> {
  const { page } = app
  const preview = page.getByTestId('preview')
  for (const sheet of ['Summary', 'Highlights', 'Participants', 'Activity', 'Transcript']) {
    await preview.getByRole('tab', { name: sheet }).click()
    await preview.getByRole('table', { name: sheet }).getByRole('cell').first().waitFor()
    await camera.shoot(app, `36-preview-${sheet.toLowerCase()}`)
  }
  await preview.getByRole('button', { name: 'Save as' }).click()
  await camera.shoot(app, '37-preview-save-as')
  await page.keyboard.press('Escape')
  await preview.getByRole('button', { name: 'Close the preview' }).click()
}

/** Reports that fail, a connection that is lost, an app that cannot start. */
export async function troubles({ folder, camera }: SceneOptions): Promise<void> {
  const app = await launchApp({ folder })
  const { page, dataDir } = app
  try {
    await page.getByRole('button', { name: 'Import sample rooms' }).click()
    await page.locator('[data-room-oid]').nth(4).waitFor({ timeout: 60_000 })
    // A file where the folder should be: no workbook can get its name.
    await rm(join(dataDir, 'reports'), { recursive: true })
    await writeFile(join(dataDir, 'reports'), '')
    for (const index of [0, 2]) {
      await page.locator('[data-room-oid] input').nth(index).click()
    }
    await page.getByRole('button', { name: 'Generate 2 reports' }).click()
    await page.locator('[data-report-state="failed"]').nth(1).waitFor({ timeout: 60_000 })
    await rm(join(dataDir, 'reports'))
    await mkdir(join(dataDir, 'reports'))
    await camera.shoot(app, '40-failed')
    await page.locator('[data-report-state="failed"]').first().dblclick()
    await page.getByRole('complementary').getByText('Details', { exact: true }).click()
    await camera.shoot(app, '41-drawer-failed')
    await closeDetails(app)
    await cutConnection(app, await app.connection())
    await page.getByText('Reconnecting').first().waitFor({ timeout: 60_000 })
    await camera.shoot(app, '42-connection-lost')
  } finally {
    await app.close()
  }
}

export async function startFailure({ folder, camera }: SceneOptions): Promise<void> {
  const blocked = join(folder, 'blocked')
  await writeFile(blocked, 'a file where the folder should be')
  const app = await launchApp({
    folder,
    env: { RAPPORTEUR_DATA_DIR: join(blocked, 'data') },
    waitFor: 'failed',
  })
  try {
    await camera.shoot(app, '50-start-failure')
  } finally {
    await app.close()
  }
}
