import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import { Health } from '../../server/contract/health.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'

let server: TestServer
const sockets: Socket[] = []
beforeEach(async () => {
  server = await startTestServer({ bodyIdleMs: 400 })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.dispose()
})

/** Sends the head of a request, and answers what comes back until the connection ends. */
function begin(path: string, headers: Record<string, string>, to = server) {
  const { port } = new URL(to.url)
  const socket = connect(Number(port), '127.0.0.1')
  sockets.push(socket)
  const all = { Host: `127.0.0.1:${port}`, Authorization: `Bearer ${to.accessToken}`, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => {})
  const ended = once(socket, 'close').then(() => text)
  return { socket, ended }
}

const logText = (): string => readFileSync(join(server.dataDir, 'logs', 'rapporteur.log'), 'utf8')
const rooms = async (): Promise<number> =>
  (await server.json<{ total: number }>('/api/rooms')).total

it.each([
  ['/api/rooms/stalled/messages', { 'Content-Length': '1000' }],
  ['/api/imports?name=a.csv', { 'Content-Length': '1000' }],
  ['/api/imports?name=a.csv', { 'Transfer-Encoding': 'chunked' }],
  ['/api/reports', { 'Content-Length': '1000', 'Content-Type': 'application/json' }],
])('a body of %s that stalls is given up, and leaves nothing (%o)', async (path, headers) => {
  const { socket, ended } = begin(path, headers)
  socket.write('Transfer-Encoding' in headers ? '5\r\n{"a":\r\n' : '{"at":')
  const answer = await ended
  expect(answer).toMatch(/^HTTP\/1.1 408 /)
  expect(answer).toContain('"code":"request_timeout"')
  expect(await rooms()).toBe(0)
  await expect.poll(() => readdir(join(server.dataDir, 'tmp'))).toEqual([])
  expect(logText()).not.toMatch(/"level":50/)
})

it('a body that comes slowly is read to its end', async () => {
  const body = JSON.stringify({ at: 1, author: 'Ana', text: 'Slowly' })
  const headers = { 'Content-Length': String(body.length), Connection: 'close' }
  const { socket, ended } = begin('/api/rooms/slow/messages', headers)
  let sent = 0
  const timer = setInterval(() => {
    if (sent < body.length) socket.write(body[sent++] ?? '')
    else clearInterval(timer)
  }, 25)
  expect(await ended).toContain('"accepted":1')
})

it('a live body that is refused or breaks off leaves no room and no error', async () => {
  const long = await server.api('/api/rooms/long/messages', {
    method: 'POST',
    body: 'x'.repeat(2 * 1_024 * 1_024),
  })
  expect(long.status).toBe(413)
  const { socket } = begin('/api/rooms/broken/messages', { 'Content-Length': '100000' })
  socket.write('{"at":1,"author":"Ana","text":"Hello"}\n')
  socket.end()
  await once(socket, 'close')
  expect(await rooms()).toBe(0)
  // One that ends well makes its room, however little it says.
  expect((await server.api('/api/rooms/empty/messages', { method: 'POST' })).status).toBe(200)
  expect(await rooms()).toBe(1)
  expect(logText()).not.toMatch(/"level":50/)
})

async function finishedReport(): Promise<{ path: string; url: string; name: string }> {
  await server.feed('talk', 5)
  const stream = server.events('rooms=*')
  // A report that has ended before is not told of.
  await stream.opened
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: ['talk'],
  })
  const { data } = await stream.end('talk')
  const name = data.workbook?.fileName ?? ''
  const url = `/api/reports/${reports[0]?.reportOid}/workbook`
  return { path: join(server.dataDir, 'reports', name), url, name }
}

const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')

it('the workbook route sees an edited file, and its tag is that of what is there', async () => {
  const { path, url } = await finishedReport()
  const first = await server.api(url)
  expect(first.headers.get('etag')).toBe(`"${sha256(path)}"`)
  const tag = first.headers.get('etag') ?? ''
  // Else fetch would ask for no answer from a cache.
  const known = { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' }
  expect((await server.api(url, { headers: known })).status).toBe(304)
  const bytes = readFileSync(path)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  writeFileSync(path, bytes)
  const second = await server.api(url, { headers: known })
  expect(second.status).toBe(200)
  expect(second.headers.get('etag')).toBe(`"${sha256(path)}"`)
  expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true)
  appendFileSync(path, 'more')
  const range = { Range: 'bytes=0-9', 'If-Range': tag }
  const third = await server.api(url, { headers: range })
  expect(third.status).toBe(200)
  expect((await third.arrayBuffer()).byteLength).toBe(bytes.length + 4)
  const part = await server.api(url, { headers: { Range: 'bytes=0-9' } })
  expect(part.status).toBe(206)
})

it('the workbook route follows no link and reads no folder and no pipe', async () => {
  const { path, url } = await finishedReport()
  renameSync(path, `${path}.kept`)
  const secret = join(server.dataDir, 'secret.txt')
  writeFileSync(secret, 'secret')
  const preview = url.replace('/workbook', '/preview')
  const places = [
    () => symlinkSync(secret, path),
    () => symlinkSync(`${path}.kept`, path),
    () => mkdirSync(path),
    () => execFileSync('mkfifo', [path]),
  ]
  for (const make of places) {
    make()
    for (const route of [url, preview]) {
      const answer = await server.api(route)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ code: 'workbook_missing' })
    }
    rmSync(path, { recursive: true })
  }
  renameSync(`${path}.kept`, path)
  expect((await server.api(url)).status).toBe(200)
})

it('says that its data folder is gone, instead of taking work that would be lost', async () => {
  await server.feed('talk', 5)
  const moved = `${server.dataDir}-moved`
  renameSync(server.dataDir, moved)
  for (const [path, body] of [
    ['/api/reports', JSON.stringify({ roomOids: ['talk'] })],
    ['/api/imports?name=a.csv', 'time,author,text'],
    ['/api/rooms/talk/messages', '{"at":1,"author":"A","text":"t"}'],
  ] as const) {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await server.api(path, { method: 'POST', body, headers })
    expect(answer.status, path).toBe(507)
    expect(await answer.json()).toMatchObject({ code: 'data_folder_gone' })
  }
  const health = Health.parse(await (await fetch(`${server.url}/api/health`)).json())
  expect(health).toMatchObject({ status: 'degraded', problems: [{ code: 'data_folder_gone' }] })
  // Nothing of it was made anew meanwhile.
  renameSync(moved, server.dataDir)
  expect(await server.json('/api/health')).toMatchObject({ status: 'ok' })
  const answer = await server.api('/api/reports', {
    method: 'POST',
    body: JSON.stringify({ roomOids: ['talk'] }),
    headers: { 'Content-Type': 'application/json' },
  })
  expect(answer.status).toBe(202)
})

it('SIGTERM ends the server in time, whatever its requests do', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-term-'))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', resolve('server/cli.ts'), 'serve', '--data-dir', dataDir],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  try {
    let running: TestServer | null = null
    for await (const line of createInterface(child.stdout)) {
      running = JSON.parse(line) as TestServer
      break
    }
    if (running === null) throw new Error('It did not start')
    const held = [
      begin('/api/imports?name=a.csv', { 'Content-Length': '1000' }, running),
      begin('/api/rooms/a/messages', { 'Transfer-Encoding': 'chunked' }, running),
      begin('/api/reports', { 'Content-Length': '10' }, running),
    ]
    for (const { socket } of held) socket.write('1\r\nx')
    const { port } = new URL(running.url)
    const reader = connect(Number(port), '127.0.0.1')
    sockets.push(reader)
    reader.write(
      `GET /api/events?rooms=* HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
        `Authorization: Bearer ${running.accessToken}\r\n\r\n`,
    )
    await once(reader, 'readable')
    const asked = performance.now()
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(performance.now() - asked).toBeLessThan(8_000)
    await Promise.all(held.map(({ ended }) => ended))
  } finally {
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}, 60_000)
