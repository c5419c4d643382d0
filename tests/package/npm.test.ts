import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { lstat, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { version } from '../../package.json' with { type: 'json' }

/** The program as npm brings it: packed, and installed in an empty folder without development dependencies. */
const root = resolve(import.meta.dirname, '..', '..')
const run = promisify(execFile)
const maxInstalledMb = 100

let folder: string
let child: ChildProcess | null = null

const npx = (...args: string[]) =>
  spawn('npx', ['--no-install', 'rapporteur', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-npm-'))
  const shell = process.platform === 'win32'
  // The build is there already: `npm test` has made it.
  const pack = ['pack', '--ignore-scripts', '--pack-destination', folder]
  await run('npm', pack, { cwd: root, shell })
  const [tarball] = await readdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }))
  const install = ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', [...install, join(folder, tarball ?? '')], { cwd: folder, shell })
}, 240_000)

afterAll(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('the packed program installs with at most 100 MB, and with nothing that was bundled', async () => {
  const modules = join(folder, 'node_modules')
  const entries = await readdir(modules, { recursive: true })
  const sizes = await Promise.all(
    entries.map(async (entry) => (await lstat(join(modules, entry))).size),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toBeLessThanOrEqual(maxInstalledMb)
  for (const bundled of ['exceljs', 'express', 'zod', 'electron', 'react', 'node-llama-cpp'])
    expect(entries).not.toContain(bundled)
  const own = entries.filter((entry) => entry.startsWith('rapporteur'))
  expect(own.filter((entry) => /\.(map|ts|tsx|node)$/.test(entry))).toEqual([])
  expect(own).toContain(join('rapporteur', 'out', 'licences.txt'))
})

test('npx rapporteur report makes a workbook that opens', async () => {
  const lines = ['Shall we ship on Friday?', 'Yes, we ship on Friday.'].map((text, index) =>
    JSON.stringify({ room: 'harbour', at: `2026-03-0${index + 1}T09:00:00Z`, author: 'Ada', text }),
  )
  await writeFile(join(folder, 'rooms.ndjson'), lines.join('\n'))
  const reporting = npx('report', 'rooms.ndjson', '--out', 'made', '--json')
  const [code] = (await once(reporting, 'exit')) as [number]
  expect(code).toBe(0)
  const [name] = (await readdir(join(folder, 'made'))).filter((file) => file.endsWith('.xlsx'))
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await readFile(join(folder, 'made', name ?? ''))) as never)
  expect(workbook.worksheets.map((sheet) => sheet.name)).toContain('Transcript')
}, 120_000)

test('npx rapporteur serve says where it listens, answers its token alone, and ends on SIGTERM', async () => {
  // npx passes no signal on, so the program that it would start is started itself.
  const bin = join(folder, 'node_modules', '.bin', 'rapporteur')
  child = spawn(bin, ['serve', '--port', '0', '--data-dir', join(folder, 'data')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const { url, accessToken } = JSON.parse(line) as { url: string; accessToken: string }
  expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok', version })
  const rooms = (token: string) =>
    fetch(`${url}/api/rooms`, { headers: { authorization: `Bearer ${token}` } })
  expect((await rooms('wrong')).status).toBe(401)
  expect((await rooms(accessToken)).status).toBe(200)
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
}, 120_000)
