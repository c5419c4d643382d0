import { readdirSync, readFileSync } from 'node:fs'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { expect, test } from './test.ts'

test.describe('a foreign page in our window', () => {
  // The host logs each refusal as a warning; errors of the foreign page are its own.
  test.use({ expectedProblems: [/Electron Security Warning|page console/] })

  test('gets nothing from the host, though the bridge is there', async ({ app, stranger }) => {
    const before = await app.connection()
    await app.electron.evaluate(
      ({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.loadURL(url),
      `${stranger.url}/foreign`,
    )
    await expect(app.page.locator('h1')).toHaveText('Stranger')
    const answers = await app.page.evaluate(async () => {
      const bridge = window.rapporteur
      if (bridge === undefined) return []
      return Promise.all([
        bridge.connection(),
        bridge.pickImports(),
        bridge.importFiles([]),
        bridge.importSamples(),
        bridge.openWorkbook('report'),
        bridge.showWorkbook('report'),
        bridge.saveWorkbookAs('report'),
        bridge.saveReportAs('report', 'csv'),
        bridge.saveTextAs('diagnostics.txt', 'text'),
        bridge.dragWorkbook('report'),
        bridge.openExternal('https://example.org/'),
        bridge.host(),
        bridge.preferences(),
        bridge.setPreferences({ confirmQuit: false }),
        bridge.setLanguage('de'),
        bridge.setTheme('dark'),
        bridge.openLogFolder(),
        bridge.chooseDataFolder(),
        bridge.chooseLogo(),
        bridge.chooseModel(),
        bridge.servers(),
        bridge.addServer({ url: 'https://example.org', name: '', token: 'x' }),
        bridge.changeServer('server', { token: null }),
        bridge.signInServer({ serverOid: 'server' }),
        bridge.cancelSignIn(),
        bridge.removeServer('server'),
        bridge.restoreServer('server'),
        bridge.chooseServer('server'),
        bridge.restart(),
        bridge.answerQuit('quit'),
        bridge.update(),
        bridge.answerUpdate('agree'),
      ])
    })
    // Beside these there is `takeTargets`, which `onTarget` asks for and tells the page nothing of.
    expect(answers).toHaveLength(Object.keys(ipcChannels).length - 1)
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'foreign_sender' } })
    }
    expect(JSON.stringify(answers)).not.toContain(before.accessToken)
  })
})

test('a frame inside our page has no bridge of its own', async ({ app }) => {
  const hasBridge = await app.page.evaluate(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    return Object.hasOwn(frame.contentWindow ?? {}, 'rapporteur')
  })
  expect(hasBridge).toBe(false)
})

test('answers wrong arguments with a code and does nothing', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const bridge = window.rapporteur as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >
    return Promise.all([
      bridge['pickImports']?.('everything'),
      bridge['openWorkbook']?.('../../etc/passwd'.repeat(20)),
      bridge['openWorkbook']?.({ path: '/etc/passwd' }),
      bridge['showWorkbook']?.(''),
      bridge['saveWorkbookAs']?.(null),
      bridge['openExternal']?.(1),
      bridge['setPreferences']?.({ notifications: 'loud' }),
      bridge['setPreferences']?.({ dataDir: '/etc' }),
      bridge['setLanguage']?.('xx'),
      bridge['setTheme']?.('pink'),
      bridge['saveReportAs']?.('report', 'exe'),
      bridge['saveTextAs']?.('../../.bashrc', 'x'),
      bridge['saveTextAs']?.('run.sh', 'x'),
      bridge['addServer']?.({ url: 'https://example.org', name: '' }),
      bridge['addServer']?.({ url: 'https://example.org', name: '', token: 'a\r\nb: c' }),
      bridge['signInServer']?.({ url: 'https://example.org', name: '', token: 'x' }),
      bridge['signInServer']?.({ serverOid: '' }),
      bridge['changeServer']?.('server', { url: 'https://example.org' }),
      bridge['chooseServer']?.({}),
      bridge['answerQuit']?.('yes'),
    ])
  })
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_arguments' } })
  }
})

test('opens no link but https, and asks before it opens one', async ({ app }) => {
  await app.electron.evaluate(({ dialog, shell }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      seen.push(`asked: ${options.message}`)
      return { response: seen.length === 1 ? 1 : 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
    shell.openExternal = async (url: string) => {
      seen.push(`opened: ${url}`)
    }
  })
  const open = (url: string) =>
    app.page.evaluate((address) => window.rapporteur?.openExternal(address), url)
  for (const address of [
    'http://example.org/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://server/share',
    'https://user:secret@example.org/',
    'not a link',
  ]) {
    expect(await open(address), address).toMatchObject({ error: { code: 'unsafe_link' } })
  }
  expect(await open('https://exаmple.org/a')).toEqual({ ok: true, value: null })
  expect(await open('https://example.org/b')).toEqual({ ok: true, value: null })
  const seen = await app.electron.evaluate(() => (globalThis as { seen?: string[] }).seen)
  expect(seen).toEqual([
    'asked: Open a page of xn--exmple-4nf.org in the browser?',
    'asked: Open a page of example.org in the browser?',
    'opened: https://example.org/b',
  ])
})

test('keeps the access token out of command lines and logs', async ({ app }) => {
  test.skip(process.platform !== 'linux', 'reads /proc')
  const { accessToken } = await app.connection()
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
  expect(lines.some((line) => line.includes('--type=renderer'))).toBe(true)
  expect(lines.filter((line) => line.includes(accessToken))).toEqual([])
  await app.close()
  expect(app.log()).not.toContain(accessToken)
})
