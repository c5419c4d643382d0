import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { start } from '../../server/index.ts'
import { failurePage } from '../../electron/host/page/failure-page.ts'

let dataDir: string
const processes: ChildProcess[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-lock-'))
})
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

const cli = resolve('server/cli.ts')

function serve(...options: string[]): ChildProcess {
  const args = ['--import', 'tsx', cli, 'serve', '--data-dir', dataDir, ...options]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  processes.push(child)
  return child
}

async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout')
  for await (const line of createInterface(child.stdout)) {
    return (JSON.parse(line) as { url: string }).url
  }
  throw new Error('It did not start')
}

async function ended(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

it('a second server on one data folder ends with a sentence that names the first, which goes on', async () => {
  const first = serve()
  const url = await listening(first)
  const second = await ended(serve())
  expect(second.code).toBe(3)
  expect(second.text).toContain(`The data folder ${dataDir} is in use by another Rapporteur`)
  expect(second.text).toMatch(new RegExp(`process ${first.pid}, since 20\\d\\d-\\d\\d-\\d\\dT`))
  expect((await fetch(`${url}/api/health`)).status).toBe(200)

  const german = await ended(serve('--report-language', 'de'))
  expect(german.text).toContain(`Der Datenordner ${dataDir} wird von einem anderen Rapporteur`)
  expect(german.text).toContain(`Prozess ${first.pid}, seit`)
  expect(german.text).not.toContain('in use')

  // And the window says the same.
  const error: unknown = await start({ dataDir, version: '0' }).catch((thrown: unknown) => thrown)
  const page = failurePage({ error, dataDir, nonce: 'n', language: 'en', system: 's' })
  expect(page).toContain(`process ${first.pid}, since`)
}, 60_000)

it('a server that was killed gives the data folder back', async () => {
  const first = serve()
  await listening(first)
  first.kill('SIGKILL')
  await once(first, 'close')
  expect(await listening(serve())).toMatch(/^http:/)
}, 60_000)

it('two starts in one process know of each other, and the second one may come after the first', async () => {
  const first = await start({ dataDir, version: '0' })
  await expect(start({ dataDir, version: '0' })).rejects.toThrow(`process ${process.pid}, since`)
  expect((await fetch(`${first.url}/api/health`)).status).toBe(200)
  await first.close()
  const second = await start({ dataDir, version: '0' })
  await second.close()
})

it('a port that another program has, and a token that cannot be kept, end the start in words of the reader', async () => {
  const first = await start({ dataDir: join(dataDir, 'other'), version: '0' })
  const { port } = new URL(first.url)
  const refused = await ended(serve('--port', port, '--report-language', 'de'))
  expect(refused.text).toContain(`Auf Port ${port} lauscht ein anderes Programm.`)
  expect(refused.code).toBe(1)
  await first.close()

  const missing = join(dataDir, 'missing')
  const untold = await ended(
    serve('--token-file', join(missing, 'token'), '--report-language', 'de'),
  )
  expect(untold.text).toContain(`Den Ordner ${missing} von --token-file gibt es nicht.`)
  expect(untold.code).toBe(2)
}, 60_000)

it('a start that fails at its port gives the data folder back', async () => {
  const first = await start({ dataDir: join(dataDir, 'other'), version: '0' })
  const port = Number(new URL(first.url).port)
  await expect(start({ dataDir, version: '0', port })).rejects.toThrow(`listens on port ${port}`)
  await first.close()
  const second = await start({ dataDir, version: '0' })
  await second.close()
})
