import type { App } from '../e2e/fixtures/app.ts'
import { expect, test } from './test.ts'

const windowCount = (app: App): Promise<number> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

test('gives the page nothing of Node and nothing of Electron but the named functions', async ({
  app,
}) => {
  const seen = await app.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.entries(window.rapporteur ?? {}).map(([name, value]) => [name, typeof value]),
  }))
  expect(seen.node).toEqual([])
  expect(seen.bridge.toSorted()).toEqual(
    [
      'addServer',
      'answerQuit',
      'answerUpdate',
      'cancelSignIn',
      'changeServer',
      'chooseDataFolder',
      'chooseLogo',
      'chooseModel',
      'chooseServer',
      'connection',
      'dragWorkbook',
      'host',
      'importFiles',
      'importSamples',
      'onPreferences',
      'onQuitQuestion',
      'onServers',
      'onTarget',
      'onUpdate',
      'onWake',
      'openExternal',
      'openLogFolder',
      'openWorkbook',
      'pickImports',
      'preferences',
      'removeServer',
      'restart',
      'restoreServer',
      'saveReportAs',
      'saveTextAs',
      'saveWorkbookAs',
      'servers',
      'setLanguage',
      'setPreferences',
      'setTheme',
      'showWorkbook',
      'signInServer',
      'update',
    ].map((name) => [name, 'function']),
  )
})

test('opens its window sandboxed, isolated and without Node', async ({ app }) => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
  // Nothing that loosens what Chromium does by default.
  expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false)
  expect(preferences['allowRunningInsecureContent'] ?? false).toBe(false)
  expect(preferences['experimentalFeatures'] ?? false).toBe(false)
  expect(preferences['enableBlinkFeatures'] ?? '').toBe('')
})

test('knows no webview, and attaches none', async ({ app, stranger }) => {
  const isPlain = await app.page.evaluate((url) => {
    const view = Object.assign(document.createElement('webview'), { src: url })
    document.body.append(view)
    return view instanceof HTMLUnknownElement || !('getWebContentsId' in view)
  }, stranger.url)
  expect(isPlain).toBe(true)
  const contents = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getType()),
  )
  expect(contents).toEqual(['window'])
  expect(stranger.visits).toEqual([])
})

test('opens no second window, whatever the address', async ({ app, stranger }) => {
  for (const address of [
    stranger.url,
    'https://example.org/',
    'about:blank',
    'app://rapporteur/',
  ]) {
    const isRefused = await app.page.evaluate((url) => window.open(url) === null, address)
    expect(isRefused, address).toBe(true)
  }
  await app.page.evaluate((url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' })
    document.body.append(link)
    link.click()
  }, `${stranger.url}/link`)
  expect(await windowCount(app)).toBe(1)
  expect(stranger.visits).toEqual([])
})

test.describe('an address that leads away', () => {
  // Chromium itself refuses the address of a file, and says so on the console.
  test.use({ expectedProblems: [/Not allowed to (load local resource|navigate top frame)/] })

  test('leaves the window on its own page', async ({ app, stranger }) => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      const attempts: string[] = []
      Object.assign(globalThis, { attempts })
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
        attempts.push(`${event.url} ${event.defaultPrevented ? 'prevented' : 'allowed'}`)
      })
    })
    const leave = (address: string) =>
      app.page.evaluate((url) => {
        const link = Object.assign(document.createElement('a'), { href: url })
        document.body.append(link)
        link.click()
        location.assign(url)
      }, address)
    await leave('file:///etc/passwd')
    await leave('data:text/html,x')
    await leave(`${stranger.url}/away`)
    const attempts = () =>
      app.electron.evaluate(() => (globalThis as { attempts?: string[] }).attempts)
    await expect.poll(attempts).toContain(`${stranger.url}/away prevented`)
    expect((await attempts())?.filter((attempt) => attempt.endsWith('allowed'))).toEqual([])
    const where = await app.page.evaluate(() => [location.href, document.title])
    expect(where[0]).toBe('app://rapporteur/')
    expect(stranger.visits).toEqual([])
  })
})

test('follows no redirect out of the app', async ({ app, stranger }) => {
  const goal = `${stranger.url}/goal`
  await app.electron.evaluate(
    ({ BrowserWindow }, url) =>
      BrowserWindow.getAllWindows()[0]
        ?.loadURL(url)
        .catch(() => {}),
    `${stranger.url}/redirect?to=${encodeURIComponent(goal)}`,
  )
  await expect.poll(() => stranger.visits.length).toBeGreaterThan(0)
  expect(stranger.visits).not.toContain('/goal')
  expect(app.page.url()).not.toContain('/goal')
})

test('refuses what a page may ask of the system, except to copy text', async ({ app }) => {
  const states = await app.page.evaluate(async () => {
    const asked = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
    const answers: Record<string, string> = {}
    for (const name of asked) {
      const status = await navigator.permissions.query({ name: name as PermissionName })
      answers[name] = status.state
    }
    answers['media'] = await navigator.mediaDevices
      .getUserMedia({ audio: true })
      .then(() => 'granted')
      .catch((error: Error) => error.name)
    answers['notify'] = await Notification.requestPermission()
    return answers
  })
  expect(states).toEqual({
    geolocation: 'denied',
    notifications: 'denied',
    camera: 'denied',
    microphone: 'denied',
    'clipboard-read': 'denied',
    midi: 'denied',
    media: expect.stringMatching(/^Not(AllowedError|FoundError)$/),
    notify: 'denied',
  })
})
