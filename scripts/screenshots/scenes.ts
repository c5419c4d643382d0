import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Camera } from './camera.ts'
import { writeLargeExport, writeRooms } from './rooms.ts'
import { launchIn, type Speech } from './speech.ts'
import {
  closeDetails,
  cutConnection,
  dismissNotices,
  doneReports,
  go,
  importPath,
  openDetails,
  openPalette,
  type Stage,
} from './stage.ts'

export interface SceneOptions {
  folder: string
  camera: Camera
  speech: Speech
}

/** The window before the first room, and while the first export is being read. */
export async function firstRun({ folder, camera, speech }: SceneOptions): Promise<void> {
  const app = await launchIn(speech, { folder })
  const stage = { app, speech }
  const { w, t } = speech
  try {
    await camera.shoot(app, '01-first-run')
    await app.page.getByRole('button', { name: w('Show how') }).click()
    await app.page.getByRole('dialog').waitFor()
    await camera.shoot(app, '02-live-feed')
    await app.page.keyboard.press('Escape')
    const emptyWords = {
      Queue: t('queue.empty'),
      Files: t('files.empty'),
      People: t('people.empty'),
      Search: t('search.noRooms'),
      Imports: t('connections.connect'),
    }
    for (const view of ['Queue', 'Files', 'People', 'Search', 'Imports'] as const) {
      await go(stage, view)
      // Views come when they are needed, and what they show a little later.
      await app.page.getByRole('heading', { level: 1, name: w(view) }).waitFor()
      await app.page.getByText(emptyWords[view]).waitFor()
      await camera.shoot(app, `03-empty-${view.toLowerCase()}`)
    }
    await go(stage, 'Rooms')
    await importPath(stage, await writeLargeExport(folder))
    await app.page.getByText(w('Reading')).first().waitFor()
    await camera.shoot(app, '04-importing')
    await app.page.locator('[data-room-oid]').first().waitFor({ timeout: 180_000 })
    await dismissNotices(stage)
    await go(stage, 'Search')
    await app.page.getByRole('searchbox').fill('harbour')
    await app.page.getByTestId('index-note').waitFor()
    await camera.shoot(app, '05-search-building')
  } finally {
    await app.close()
  }
}

/** The whole way of fifty rooms: idle, selected, running, done, and what can be looked at then. */
export async function fiftyRooms({ folder, camera, speech }: SceneOptions): Promise<void> {
  const app = await launchIn(speech, {
    folder,
    env: { RAPPORTEUR_CONCURRENCY: '50', RAPPORTEUR_THREADS: '1' },
  })
  const stage = { app, speech }
  const { w } = speech
  const { page } = app
  try {
    await importPath(stage, await writeRooms(folder))
    await page.locator('[role="grid"][aria-rowcount="51"]').waitFor({ timeout: 120_000 })
    await dismissNotices(stage)
    await camera.shoot(app, '10-rooms-idle')
    await go(stage, 'Imports')
    await camera.shoot(app, '11-imports')
    await go(stage, 'Rooms')
    await page.getByRole('searchbox', { name: w('Search rooms') }).fill('harbour pier 9')
    await camera.shoot(app, '12-rooms-no-match')
    await page.getByRole('searchbox', { name: w('Search rooms') }).fill('')
    await openDetails(stage, 'billing')
    await camera.shoot(app, '13-drawer-no-report')
    await closeDetails(stage)
    await page.getByRole('checkbox', { name: w('Select all rooms') }).click()
    await camera.shoot(app, '14-rooms-selected')
    await page.getByRole('button', { name: new RegExp(`^${w('Period')}`) }).click()
    await camera.shoot(app, '15-period')
    await page.keyboard.press('Escape')
    await openPalette(stage)
    await camera.shoot(app, '16-palette')
    await page.keyboard.type('harbour')
    await camera.shoot(app, '17-palette-query')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await camera.shoot(app, '18-keys')
    await page.keyboard.press('Escape')
    await running(stage, camera)
    await done(stage, camera)
  } finally {
    await app.close()
  }
}

async function running(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { w, t } = speech
  const { page } = app
  await page.getByRole('button', { name: t('report.generate', { count: 50 }) }).click()
  await doneReports(stage, 6)
  await camera.shoot(app, '20-running')
  await go(stage, 'Queue')
  await camera.shoot(app, '21-queue-running')
  await go(stage, 'Rooms')
  await page.getByRole('button', { name: w('Running first') }).click()
  await page.locator('[data-room-oid]').first().dblclick()
  await camera.shoot(app, '22-drawer-running')
  await closeDetails(stage)
  await page.getByRole('button', { name: w('Cancel all') }).click()
  await camera.shoot(app, '23-confirm-cancel')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: w('Running first') }).click()
  await app.electron.evaluate(({ app: host }) => {
    // The pictures take longer than the ten seconds that it counts down.
    const { setInterval: every } = globalThis
    globalThis.setInterval = ((run: () => void, ms?: number) =>
      every(run, ms === 1_000 ? 3_600_000 : ms)) as typeof setInterval
    host.quit()
  })
  await page.getByTestId('quit-countdown').waitFor()
  await camera.shoot(app, '24-quit-question')
  await page.getByRole('button', { name: w('Keep running') }).click()
}

async function done(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { w, t } = speech
  const { page, dataDir } = app
  await doneReports(stage, 50)
  await camera.shoot(app, '30-done')
  await openDetails(stage, 'incidents')
  await page.getByText(w('Key points')).waitFor()
  await camera.shoot(app, '31-drawer-finished')
  await page.getByRole('complementary').getByText(w('Log'), { exact: true }).click()
  const diagnostics = page
    .getByRole('complementary')
    .getByRole('button', { name: w('Copy diagnostics') })
  await camera.shoot(app, '31-drawer-log', diagnostics)
  await page
    .getByRole('complementary')
    .getByRole('button', { name: w('Preview') })
    .click()
  await previews(stage, camera)
  await closeDetails(stage)
  await go(stage, 'Queue')
  await camera.shoot(app, '32-queue-done')
  await go(stage, 'Files')
  await page.getByText('.xlsx').first().waitFor()
  await camera.shoot(app, '33-files')
  const first = page.locator('[role="row"][data-report-oid]').first()
  const shownAs = (await first.getByText('.xlsx').textContent()) ?? ''
  const stem = shownAs.replace(/\.xlsx$/u, '')
  const vanished = (await readdir(join(dataDir, 'reports'))).find((name) => name.startsWith(stem))
  await rm(join(dataDir, 'reports', vanished ?? ''))
  await app.electron.evaluate(({ shell }) => {
    shell.openPath = () => Promise.resolve('')
  })
  await first.getByRole('button', { name: w('Open'), exact: true }).click()
  await first.getByText(t('report.missing')).waitFor()
  await camera.shoot(app, '34-files-missing')
}

/** Each sheet of a workbook inside the app. */
async function previews(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { w } = speech
  const { page } = app
  const preview = page.getByTestId('preview')
  const sheets = ['summary', 'highlights', 'participants', 'activity', 'transcript']
  for (const [index, sheet] of sheets.entries()) {
    // A workbook of a German window is German.
    const tab = preview.getByRole('tab').nth(index)
    await tab.click()
    await preview
      .getByRole('table', { name: (await tab.textContent()) ?? '' })
      .getByRole('cell')
      .first()
      .waitFor()
    await camera.shoot(app, `36-preview-${sheet}`)
  }
  await preview.getByRole('button', { name: w('Save as') }).click()
  await camera.shoot(app, '37-preview-save-as')
  await page.keyboard.press('Escape')
  await preview.getByRole('button', { name: w('Close the preview') }).click()
}

/** Reports that fail, a connection that is lost, an app that cannot start. */
export async function troubles({ folder, camera, speech }: SceneOptions): Promise<void> {
  const app = await launchIn(speech, { folder })
  const stage = { app, speech }
  const { w, t } = speech
  const { page, dataDir } = app
  try {
    await page.getByRole('button', { name: w('Import sample rooms') }).click()
    await page.locator('[data-room-oid]').nth(4).waitFor({ timeout: 60_000 })
    // A file where the folder should be: no workbook can get its name.
    await rm(join(dataDir, 'reports'), { recursive: true })
    await writeFile(join(dataDir, 'reports'), '')
    for (const index of [0, 2]) {
      await page.locator('[data-room-oid] input').nth(index).click()
    }
    await page.getByRole('button', { name: t('report.generate', { count: 2 }) }).click()
    await page.locator('[data-report-state="failed"]').nth(1).waitFor({ timeout: 60_000 })
    await rm(join(dataDir, 'reports'))
    await mkdir(join(dataDir, 'reports'))
    await camera.shoot(app, '40-failed')
    await page.locator('[data-report-state="failed"]').first().dblclick()
    await page.getByRole('complementary').getByText(w('Details'), { exact: true }).click()
    await camera.shoot(app, '41-drawer-failed')
    await closeDetails(stage)
    await cutConnection(app, await app.connection())
    await page.getByText(w('Reconnecting')).first().waitFor({ timeout: 60_000 })
    await camera.shoot(app, '42-connection-lost')
  } finally {
    await app.close()
  }
}

export async function startFailure({ folder, camera, speech }: SceneOptions): Promise<void> {
  const blocked = join(folder, 'blocked')
  await writeFile(blocked, 'a file where the folder should be')
  const app = await launchIn(speech, {
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
