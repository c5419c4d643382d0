import '../../renderer/api/desktop.ts'
import { once } from 'node:events'
import type { App } from './fixtures/app.ts'
import { expect, test as base } from './fixtures/electron.ts'
import { startHeldModel, type HeldModel } from './fixtures/held-model.ts'
import { serverOf } from './fixtures/reports.ts'

const test = base.extend<{ model: HeldModel }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names out of this pattern
  model: async ({}, use) => {
    const model = await startHeldModel()
    await use(model)
    await model.close()
  },
})

const rooms = ['alpha', 'beta', 'gamma']

/** Three reports that run until the model is released. */
async function startReports(app: App, model: HeldModel): Promise<string[]> {
  const server = await serverOf(app)
  for (const room of rooms) await server.room(room)
  const reports = await server.trigger(rooms)
  await expect.poll(() => model.held()).toBe(rooms.length)
  return reports.map(({ reportOid }) => reportOid)
}

const askToQuit = (app: App): Promise<void> => app.electron.evaluate(({ app: own }) => own.quit())

test('request 29: asks before quitting while reports run, and staying leaves the server alive', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  const [first = ''] = await startReports(app, model)
  await askToQuit(app)
  const guard = app.page.getByRole('dialog', { name: '3 reports are not done yet' })
  await expect(guard).toBeVisible()
  await expect(guard.getByTestId('quit-countdown')).toHaveText(/in [1-9] seconds/)
  await expect(guard.getByRole('button', { name: 'Keep running' })).toBeFocused()
  const server = await serverOf(app)
  expect((await server.report(first)).state).toBe('summarizing')

  await guard.getByRole('button', { name: 'Keep running' }).click()
  await expect(guard).toBeHidden()
  expect(await server.queue()).toMatchObject({ running: 3 })
  model.release()
  await expect.poll(async () => (await server.report(first)).state).toBe('finished')
})

test('request 29: quits by itself after the countdown, and the reports go on at the next start', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  const reports = await startReports(app, model)
  const ended = once(app.electron.process(), 'exit')
  // Closing the window is a quit where there is no tray to go to.
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect(app.page.getByRole('dialog', { name: '3 reports are not done yet' })).toBeVisible()
  const [code] = (await ended) as [number | null]
  expect(code).toBe(0)
  expect(app.log()).toContain('"msg":"stopped"')

  model.release()
  const server = await serverOf(await launch({ env: model.env }))
  for (const reportOid of reports) {
    await expect.poll(async () => (await server.report(reportOid)).state).toBe('finished')
    expect((await server.report(reportOid)).attempt).toBe(1)
  }
})

test('the question follows the reports that end while it stands, and the app quits with the last of them', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  const reports = await startReports(app, model)
  const seconds: number[] = []
  const ended = once(app.electron.process(), 'exit')
  await askToQuit(app)
  const guard = app.page.getByRole('dialog')
  await expect(guard).toHaveAccessibleName('3 reports are not done yet')
  // The countdown as the page draws it, until the page is gone.
  app.page.on('console', (message) => {
    const left = /^countdown (\d+)$/.exec(message.text())?.[1]
    if (left !== undefined) seconds.push(Number(left))
  })
  await app.page.evaluate(() => {
    const told = () => {
      const text = document.querySelector('[data-testid="quit-countdown"]')?.textContent ?? ''
      const left = /\d+/.exec(text)?.[0]
      if (left !== undefined) console.log(`countdown ${left}`)
    }
    new MutationObserver(told).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    told()
  })
  model.release('of alpha ships')
  await expect(guard).toHaveAccessibleName('2 reports are not done yet')
  model.release()
  const [code] = (await ended) as [number | null]
  expect(code).toBe(0)
  // With the last report, and not at the end of the countdown.
  expect(Math.min(...seconds)).toBeGreaterThan(1)
  const server = await serverOf(await launch({ env: model.env }))
  for (const reportOid of reports) {
    expect(await server.report(reportOid)).toMatchObject({ state: 'finished', attempt: 1 })
  }
})

test('request 29: a system that shuts down is not held up', async ({ launch, model }) => {
  const app = await launch({ env: model.env })
  await startReports(app, model)
  const asked = app.page.getByRole('dialog', { name: '3 reports are not done yet' })
  const ended = once(app.electron.process(), 'exit')
  app.electron.process().kill('SIGTERM')
  const [code] = (await ended) as [number | null]
  expect(code).toBe(0)
  expect(await asked.isVisible().catch(() => false)).toBe(false)
})

test('request 29: restarting asks the same question', async ({ launch, model }) => {
  const app = await launch({ env: model.env })
  await startReports(app, model)
  await app.electron.evaluate(({ app: own }) => {
    Object.assign(globalThis, { relaunches: 0 })
    own.relaunch = () => {
      ;(globalThis as unknown as { relaunches: number }).relaunches += 1
    }
  })
  await app.page.evaluate(() => window.rapporteur?.restart())
  const guard = app.page.getByRole('dialog', { name: '3 reports are not done yet' })
  await expect(guard.getByTestId('quit-countdown')).toHaveText(/^Restarts in/)
  await app.page.keyboard.press('Escape')
  await expect(guard).toBeHidden()
  const relaunches = () =>
    app.electron.evaluate(() => (globalThis as unknown as { relaunches: number }).relaunches)
  expect(await relaunches()).toBe(0)

  // A restart that was declined must not come back with the next quit.
  const ended = once(app.electron.process(), 'exit')
  await askToQuit(app)
  await expect(guard.getByTestId('quit-countdown')).toHaveText(/^Quits in/)
  // The window may be gone before the click has been answered; that the app ends is what counts.
  await guard
    .getByRole('button', { name: 'Quit now' })
    .click()
    .catch(() => undefined)
  await ended
})

test('asks by the system where the page hangs', async ({ launch, model }) => {
  const app = await launch({ env: model.env })
  await startReports(app, model)
  await app.electron.evaluate(({ dialog, BrowserWindow }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      asked.push(options.message)
      return { response: 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
    // A page that is stuck in a loop for longer than it may take to show the question.
    void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      'for (const end = Date.now() + 4_000; Date.now() < end;);',
    )
  })
  await askToQuit(app)
  const asked = () => app.electron.evaluate(() => (globalThis as { asked?: string[] }).asked)
  await expect.poll(asked).toEqual(['3 reports are running.'])
  expect(await (await serverOf(app)).queue()).toMatchObject({ running: 3 })
})

test('asks nothing where nothing runs, or where the person wants no question', async ({
  launch,
  model,
}) => {
  const idle = await launch({ env: model.env })
  const idleEnd = once(idle.electron.process(), 'exit')
  await askToQuit(idle)
  await idleEnd

  const busy = await launch({ env: model.env })
  await startReports(busy, model)
  await busy.page.evaluate(() => window.rapporteur?.setPreferences({ confirmQuit: false }))
  const busyEnd = once(busy.electron.process(), 'exit')
  await askToQuit(busy)
  const [code] = (await busyEnd) as [number | null]
  expect(code).toBe(0)
})
