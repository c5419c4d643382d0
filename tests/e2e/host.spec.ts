import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'

const bounds = (app: App) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())

test('opens the window where it was left', async ({ launch }) => {
  const first = await launch()
  const placed = { x: 120, y: 90, width: 1_000, height: 700 }
  await first.electron.evaluate(
    ({ BrowserWindow }, rectangle) => BrowserWindow.getAllWindows()[0]?.setBounds(rectangle),
    placed,
  )
  await expect.poll(() => bounds(first)).toEqual(placed)
  await first.close()
  expect(await bounds(await launch())).toEqual(placed)
})

test('opens on a screen that is there, though it was left on one that is gone', async ({
  launch,
  tmp,
}) => {
  mkdirSync(join(tmp, 'user-data'), { recursive: true })
  writeFileSync(
    join(tmp, 'user-data', 'host-state.json'),
    JSON.stringify({
      window: { x: 9_000, y: 9_000, width: 900, height: 600, isMaximized: false },
    }),
  )
  const placed = await bounds(await launch())
  expect(placed).toMatchObject({ width: 900, height: 600 })
  expect(placed?.x).toBeLessThan(1_920)
})

test('starts although what it remembered is damaged', async ({ launch, tmp }) => {
  mkdirSync(join(tmp, 'user-data'), { recursive: true })
  writeFileSync(join(tmp, 'user-data', 'host-state.json'), '{"window":')
  expect(await bounds(await launch())).toMatchObject({ width: 1_280, height: 800 })
})

test('a second start on the same folder brings the first window back and ends', async ({
  app,
  tmp,
}) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const isVisible = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  expect(await isVisible()).toBe(false)
  const program: unknown = createRequire(import.meta.url)('electron')
  const root = resolve(import.meta.dirname, '../..')
  const second = spawn(
    String(program),
    [root, '--no-sandbox', `--user-data-dir=${join(tmp, 'user-data')}`],
    { stdio: 'ignore', env: { ...process.env, RAPPORTEUR_DATA_DIR: app.dataDir } },
  )
  const [code] = (await once(second, 'exit')) as [number | null]
  expect(code).toBe(0)
  await expect.poll(isVisible).toBe(true)
  const count = await app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
  )
  expect(count).toBe(1)
})

test('drains the server and ends when the system asks it to', async ({ app }) => {
  const child = app.electron.process()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = (await ended) as [number | null]
  expect(code).toBe(0)
  expect(app.log()).toContain('"msg":"stopped"')
  expect(existsSync(join(app.dataDir, 'rapporteur.db-wal'))).toBe(false)
})

test.describe('a data folder that cannot be used', () => {
  test.use({ expectedProblems: [/./] })

  test('is named on the page, and mending it lets the app start', async ({ launch, tmp }) => {
    const blocked = join(tmp, 'blocked')
    writeFileSync(blocked, 'a file where the folder should be')
    const app = await launch({
      env: { RAPPORTEUR_DATA_DIR: join(blocked, 'data') },
      waitFor: 'failed',
    })
    await expect(app.page.getByRole('heading')).toHaveText('Rapporteur could not start')
    await expect(app.page.getByRole('alert')).toContainText('A file stands where')
    await expect(app.page.getByText(join(blocked, 'data')).first()).toBeVisible()

    // Request 33: what whoever is asked for help will ask for.
    await app.page.getByRole('button', { name: 'Copy details' }).click()
    await expect(app.page.getByRole('button', { name: 'Copied' })).toBeVisible()
    const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied).toMatch(/^Rapporteur \d.*\nData folder: .*\nENOTDIR/)

    rmSync(blocked)
    await app.page.getByRole('link', { name: 'Try again' }).click()
    await expect(app.page.locator('[data-app-state="ready"]')).toBeVisible()
  })
})

test('tells the page to reconnect when the machine wakes up', async ({ app }) => {
  await app.page.evaluate(() => {
    Object.assign(window, { wakes: 0 })
    const bridge = (window as unknown as { rapporteur: { onWake(fn: () => void): () => void } })
      .rapporteur
    const count = () => {
      ;(window as unknown as { wakes: number }).wakes += 1
    }
    bridge.onWake(count)
    bridge.onWake(count)()
  })
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  const wakes = () => app.page.evaluate(() => (window as unknown as { wakes: number }).wakes)
  await expect.poll(wakes).toBe(1)
})

test.describe('a page that crashed', () => {
  test.use({ expectedProblems: [/"msg":"the page ended"/] })

  test('is loaded again', async ({ app }) => {
    const reloaded = app.page.waitForEvent('crash')
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await reloaded
    const state = () =>
      app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          'document.querySelector("#root")?.dataset.appState',
        ),
      )
    await expect.poll(state).toBe('ready')
  })
})
