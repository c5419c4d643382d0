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

/** A desktop with a session bus has a place for tray icons; whether anything answers there is its affair. */
const withTray = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }

const kept = <T>(app: App, name: string): Promise<T> =>
  app.electron.evaluate(
    (_electron, key) => (globalThis as unknown as Record<string, T>)[key] as T,
    name,
  )

/** Answers every question of the host with its first button, and keeps what was asked. */
const answerDialogs = (app: App): Promise<void> =>
  app.electron.evaluate(({ dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (async (...args: { message?: string }[]) => {
      asked.push(args.at(-1)?.message ?? '')
      return { response: 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  })

const isVisible = (app: App): Promise<boolean | undefined> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
const closeWindow = (app: App): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

test('request 28: closing the window keeps jobs running, and says so the first time', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: { ...model.env, ...withTray } })
  await answerDialogs(app)
  const server = await serverOf(app)
  await server.room('standup')
  const [report] = await server.trigger(['standup'])
  await expect.poll(() => model.held()).toBe(1)

  await closeWindow(app)
  await expect.poll(() => isVisible(app)).toBe(false)
  expect(await kept(app, 'asked')).toEqual(['Rapporteur keeps running'])
  model.release()
  await expect
    .poll(async () => (await server.report(report?.reportOid ?? '')).state)
    .toBe('finished')

  await app.electron.evaluate(({ app: own }) => own.emit('activate'))
  await expect.poll(() => isVisible(app)).toBe(true)
  await closeWindow(app)
  await expect.poll(() => isVisible(app)).toBe(false)
  expect(await kept<string[]>(app, 'asked')).toHaveLength(1)
})

test('request 28: closing the window quits where the person has chosen that', async ({
  launch,
}) => {
  const app = await launch({ env: withTray })
  await app.page.evaluate(() => window.rapporteur?.setPreferences({ closeToTray: false }))
  const ended = once(app.electron.process(), 'exit')
  await closeWindow(app)
  await ended
})

test('the tray counts what runs, pauses the queue and speaks the language of the window', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: { ...model.env, ...withTray } })
  await app.electron.evaluate(({ Tray }) => {
    const original = Tray.prototype.setContextMenu
    Tray.prototype.setContextMenu = function keep(menu) {
      Object.assign(globalThis, { menu })
      original.call(this, menu)
    }
  })
  const labels = () =>
    app.electron.evaluate(() => {
      const { menu } = globalThis as unknown as { menu?: { items: { label: string }[] } }
      return menu?.items.map(({ label }) => label).filter(Boolean)
    })
  const click = (label: string) =>
    app.electron.evaluate((_electron, wanted) => {
      const { menu } = globalThis as unknown as {
        menu: { items: { label: string; click(): void }[] }
      }
      menu.items.find((item) => item.label === wanted)?.click()
    }, label)
  const server = await serverOf(app)
  for (const room of ['alpha', 'beta']) await server.room(room)
  await server.trigger(['alpha', 'beta'])
  await expect
    .poll(labels)
    .toEqual(['2 reports running', 'Open Rapporteur', 'Pause queue', 'Quit Rapporteur'])
  await click('Pause queue')
  await expect.poll(async () => (await server.queue()).paused).toBe(true)
  await expect.poll(labels).toContain('Resume queue')
  await click('Resume queue')
  await expect.poll(async () => (await server.queue()).paused).toBe(false)
  await app.page.evaluate(() => window.rapporteur?.setLanguage('de'))
  await expect.poll(labels).toContain('Rapporteur beenden')
  model.release()
  await expect.poll(labels).toContain('Kein Bericht läuft')
})

test('request 30: one notification when a batch is done leads to the file in its folder', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  await app.electron.evaluate(({ Notification, shell, BrowserWindow }) => {
    const shown: Electron.Notification[] = []
    const revealed: string[] = []
    Object.assign(globalThis, { shown, revealed })
    const original = Notification.prototype.show
    Notification.prototype.show = function keep() {
      shown.push(this)
      original.call(this)
    }
    shell.showItemInFolder = (path) => void revealed.push(path)
    // Whoever looks at the window sees the same there.
    BrowserWindow.getAllWindows()[0]?.hide()
  })
  const texts = () =>
    app.electron.evaluate(() =>
      (globalThis as unknown as { shown: { title: string; body: string }[] }).shown.map(
        ({ title, body }) => ({ title, body }),
      ),
    )
  const server = await serverOf(app)
  for (const room of ['alpha', 'beta']) await server.room(room)
  const reports = await server.trigger(['alpha', 'beta'])
  await expect.poll(() => model.held()).toBe(2)
  expect(await texts()).toEqual([])
  model.release()
  await expect
    .poll(texts)
    .toEqual([
      { title: '2 reports are ready', body: expect.stringMatching(/(alpha, beta|beta, alpha)\n/) },
    ])
  await app.electron.evaluate(() =>
    (globalThis as unknown as { shown: { emit(name: string): void }[] }).shown[0]?.emit('click'),
  )
  await expect.poll(() => kept(app, 'revealed')).toHaveLength(1)
  const [revealed = ''] = await kept<string[]>(app, 'revealed')
  const names = await Promise.all(
    reports.map(async ({ reportOid }) => (await server.report(reportOid)).workbook?.fileName),
  )
  expect(names.some((name) => name !== undefined && revealed.endsWith(name))).toBe(true)
})

test('request 31: keeps the computer awake while reports run, and no longer', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  await app.electron.evaluate(({ powerSaveBlocker }) => {
    const original = powerSaveBlocker.start
    powerSaveBlocker.start = (type) => {
      const id = original.call(powerSaveBlocker, type)
      Object.assign(globalThis, { blocker: { id, type } })
      return id
    }
  })
  const isAwake = () =>
    app.electron.evaluate(({ powerSaveBlocker }) => {
      const { blocker } = globalThis as unknown as { blocker?: { id: number; type: string } }
      return blocker === undefined ? null : [blocker.type, powerSaveBlocker.isStarted(blocker.id)]
    })
  const server = await serverOf(app)
  await server.room('alpha')
  expect(await isAwake()).toBeNull()
  await server.trigger(['alpha'])
  await expect.poll(isAwake).toEqual(['prevent-app-suspension', true])
  await app.page.evaluate(() => window.rapporteur?.setPreferences({ keepAwake: false }))
  await expect.poll(isAwake).toEqual(['prevent-app-suspension', false])
  await app.page.evaluate(() => window.rapporteur?.setPreferences({ keepAwake: true }))
  await expect.poll(isAwake).toEqual(['prevent-app-suspension', true])
  model.release()
  await expect.poll(isAwake).toEqual(['prevent-app-suspension', false])
})

test('shows progress and the number of running reports on the icon of the app', async ({
  launch,
  model,
}) => {
  const app = await launch({ env: model.env })
  await app.electron.evaluate(({ app: own, BrowserWindow }) => {
    const bars: number[] = []
    const badges: number[] = []
    Object.assign(globalThis, { bars, badges })
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setProgressBar = (fraction) => void bars.push(fraction)
    own.setBadgeCount = (count) => badges.push(count ?? 0) > 0
  })
  const server = await serverOf(app)
  for (const room of ['alpha', 'beta']) await server.room(room)
  await server.trigger(['alpha', 'beta'])
  await expect.poll(async () => (await kept<number[]>(app, 'badges')).at(-1)).toBe(2)
  expect((await kept<number[]>(app, 'bars')).at(-1)).toBeGreaterThanOrEqual(0)
  model.release()
  await expect.poll(async () => (await kept<number[]>(app, 'bars')).at(-1)).toBe(-1)
  expect((await kept<number[]>(app, 'badges')).at(-1)).toBe(0)
})

test('request 35: the chosen theme is there at the next start, in the window and in the host', async ({
  launch,
}) => {
  const themeOfHost = (app: App) =>
    app.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
  const first = await launch()
  expect(await themeOfHost(first)).toBe('system')
  await first.page.keyboard.press('Control+K')
  await expect(
    first.page.getByRole('combobox', { name: 'Search commands, rooms and workbooks' }),
  ).toBeFocused()
  await first.page.keyboard.type('theme dark')
  await first.page.keyboard.press('Enter')
  await expect(first.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect.poll(() => themeOfHost(first)).toBe('dark')
  await first.close()

  const second = await launch()
  await expect(second.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect(await themeOfHost(second)).toBe('dark')
})

test('request 35: remembers preferences over a restart and tells the page of each change', async ({
  launch,
}) => {
  const first = await launch()
  const heard = await first.page.evaluate(async () => {
    const bridge = window.rapporteur
    const changes: unknown[] = []
    let stop: (() => void) | undefined
    await new Promise<void>((done) => {
      stop = bridge?.onPreferences(({ notifications }) => {
        changes.push(notifications)
        done()
      })
      void bridge?.setPreferences({ notifications: 'failures' })
    })
    stop?.()
    // Another listener marks when the second change has been told.
    await new Promise<void>((done) => {
      bridge?.onPreferences(() => done())
      void bridge?.setPreferences({ notifications: 'none' })
    })
    return changes
  })
  expect(heard).toEqual(['failures'])
  await first.close()
  const again = await launch()
  const answer = await again.page.evaluate(() => window.rapporteur?.preferences())
  expect(answer).toEqual({
    ok: true,
    value: { closeToTray: true, notifications: 'none', keepAwake: true, confirmQuit: true },
  })
})

test('says plainly that it cannot keep secrets where the system has no keychain', async ({
  app,
}) => {
  const server = await serverOf(app)
  const settings = await server.ask<{ canKeepSecrets: boolean }>('/api/settings')
  const hasKeychain = await app.electron.evaluate(({ safeStorage }) =>
    safeStorage.isEncryptionAvailable(),
  )
  expect(settings.canKeepSecrets).toBe(hasKeychain)
})

test('a workbook can be dragged out of the window', async ({ app }) => {
  const server = await serverOf(app)
  await server.room('alpha')
  const [report] = await server.trigger(['alpha'])
  const reportOid = report?.reportOid ?? ''
  await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) return
    contents.startDrag = ({ file, icon }) => {
      const isEmpty = typeof icon === 'string' || icon.isEmpty()
      Object.assign(globalThis, { dragged: { file, isEmpty } })
    }
  })
  const drag = () => app.page.evaluate((oid) => window.rapporteur?.dragWorkbook(oid), reportOid)
  await expect.poll(drag).toEqual({ ok: true, value: null })
  const { fileName = '' } = (await server.report(reportOid)).workbook ?? {}
  const dragged = await kept<{ file: string; isEmpty: boolean }>(app, 'dragged')
  expect(dragged.file.endsWith(fileName)).toBe(true)
  expect(dragged.isEmpty).toBe(false)
  const answer = await app.page.evaluate(() => window.rapporteur?.dragWorkbook('../../etc/passwd'))
  expect(answer).toMatchObject({ ok: false, error: { code: 'workbook_missing' } })
})
