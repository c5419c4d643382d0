import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { FuseState } from '@electron/fuses/dist/constants.js'
import { expect, test } from '@playwright/test'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright'
import { writeTinyModel } from '../summary/tiny-model.ts'
import { loadEngine } from '../summary/tiny-server.ts'
import { copies, foreignCode, packedFiles, type PackedFile } from './lean.ts'
import { installObstacle, testInstalled, testRpm } from './installed.ts'
import { reportOfSample, withWindow } from './window.ts'

/** The app as people get it: one folder, made by `npm run package`, started without Node or npm. */
const root = resolve(import.meta.dirname, '..', '..')
const program = join(root, 'release', 'linux-unpacked', 'rapporteur')

let folder: string
let child: ChildProcess | null = null

test.beforeAll(async () => {
  test.skip(process.platform !== 'linux', 'the folder has another shape elsewhere')
  test.setTimeout(240_000)
  // The folder, and the packages that can be tried here.
  const whole = process.env['RAPPORTEUR_INSTALL'] ? ',rpm' : ''
  const debs = ['--targets', `deb${whole}`, '--compression', 'gzip', '--strict']
  const deb = installObstacle() === null ? debs : []
  const command = [join(root, 'scripts', 'run.mjs'), 'package', ...deb]
  await promisify(execFile)(process.execPath, command, { cwd: root })
})

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-packaged-'))
})

test.afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  child = null
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function startProgram(args: string[], env: Record<string, string> = {}) {
  const isRoot = process.getuid?.() === 0
  const started = spawn(
    program,
    [`--user-data-dir=${join(folder, 'user')}`, ...(isRoot ? ['--no-sandbox'] : []), ...args],
    { cwd: folder, env: { ...process.env, RAPPORTEUR_DATA_DIR: join(folder, 'data'), ...env } },
  )
  child = started
  let said = ''
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  }
  return { said: () => said }
}

const log = () => readFile(join(folder, 'data', 'logs', 'rapporteur.log'), 'utf8').catch(() => '')

test('the fuses of a packaged app are set', async () => {
  const wire = await getCurrentFuseWire(program)
  const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    cookies: on(FuseV1Options.EnableCookieEncryption),
    asarOnly: on(FuseV1Options.OnlyLoadAppFromAsar),
    asarChecked: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    snapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileRights: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    cookies: true,
    asarOnly: true,
    asarChecked: true,
    snapshot: false,
    fileRights: false,
  })
})

test('a packaged app holds itself, the samples, and nothing of the runtime it was made from', () => {
  const resources = readdirSync(join(program, '..', 'resources')).sort()
  expect(resources).toEqual(['app.asar', 'app.asar.unpacked', 'licences.txt', 'samples'])
})

test('a packaged app is lean: five languages, nothing that does not run here, nothing twice', () => {
  const app = join(program, '..')
  const files = packedFiles(app)
  const mebibytes = (chosen: PackedFile[]) =>
    chosen.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20
  const archive = join('resources', 'app.asar')
  expect(mebibytes(files.filter(({ path }) => path === archive))).toBeLessThanOrEqual(20)
  // What lies in the archive has been counted with it.
  const beside = files.filter(({ path }) => !path.startsWith(`${archive}/`))
  expect(mebibytes(beside)).toBeLessThanOrEqual(255)
  expect(readdirSync(join(app, 'locales')).sort()).toEqual([
    'de.pak',
    'en-US.pak',
    'es.pak',
    'fr.pak',
    'pt-BR.pak',
  ])
  expect(files.map(({ path }) => path).filter((path) => /\.map$|\.d\.[cm]?ts$/.test(path))).toEqual(
    [],
  )
  expect(foreignCode(files)).toEqual([])
  expect(copies(files)).toEqual([])
})

test('a packaged app carries nothing of what only servers with an object store need', () => {
  const paths = packedFiles(join(program, '..')).map(({ path }) => path)
  expect(paths.some((path) => path.includes('report-worker'))).toBe(true)
  expect(paths.filter((path) => /chunk-s3-|@aws-sdk|@smithy/.test(path))).toEqual([])
})

test('a packaged app is no Node for others', async () => {
  const evil = join(folder, 'evil.cjs')
  const mark = join(folder, 'mark')
  await writeFile(evil, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'was here')`)
  const app = startProgram(['--inspect=0', evil], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require ${evil}`,
  })
  // It starts as what it is, and what it was asked to run has not run.
  await expect.poll(log, { timeout: 30_000 }).toContain('Listening')
  expect(existsSync(mark)).toBe(false)
  expect(app.said()).not.toContain('Debugger listening')
})

const inWindow = (use: (page: Page) => Promise<void>): Promise<void> =>
  withWindow({ ...startProgram(['--remote-debugging-port=0']), log }, use)

test('a packaged app reads the samples and makes their workbooks', async () => {
  await inWindow(reportOfSample)
  const files = readdirSync(join(folder, 'data', 'reports'), { recursive: true })
  expect(files.filter((file) => String(file).endsWith('.xlsx'))).toHaveLength(1)
})

test('a packaged app runs a model on this computer, though it is no Node', async () => {
  test.skip((await loadEngine()) === null, 'no model engine on this system')
  const models = join(folder, 'data', 'models')
  mkdirSync(models, { recursive: true })
  writeTinyModel(join(models, 'tiny.gguf'), 8_192)
  await inWindow(async (page) => {
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click()
    await page.getByRole('combobox', { name: 'Summary by' }).click()
    await page.getByRole('option', { name: /A model on this computer/ }).click()
    const own = page.getByRole('listitem').filter({ hasText: 'tiny.gguf' })
    await own.getByRole('button', { name: 'Use it' }).click()
    await page.getByRole('button', { name: 'Test it' }).click()
    await expect(page.getByTestId('model-speed')).toContainText('tokens a second', {
      timeout: 60_000,
    })
  })
})

testInstalled(root)
testRpm(root)
