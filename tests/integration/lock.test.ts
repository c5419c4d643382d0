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

function serve(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, 'serve', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
