import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestServer, type TestServer } from '../../../tests/integration/harness.ts'
import { fetchAsk } from '../../../tests/support/fetch-ask.ts'
import { createCounts } from './counts.ts'
import { serverFile } from './server-file.ts'
import { createServers } from './servers.ts'
import type { RemoteEnd, Servers } from './servers-api.ts'

let folder: string
let servers: Servers
const running: TestServer[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-watch-'))
  servers = createServers({
    file: serverFile(join(folder, 'servers.json')),
    vault: { canEncrypt: () => false, encrypt: String, decrypt: String },
    ask: () => Promise.resolve(fetchAsk),
    open: () => Promise.reject(new Error('No browser')),
    last: undefined,
    keepLast: () => undefined,
    own: createCounts(),
  })
})
afterEach(async () => {
  for (const { serverOid } of servers.list().servers) servers.remove(serverOid)
  for (const server of running.splice(0)) await server.dispose()
  rmSync(folder, { recursive: true })
})

async function begin(name: string): Promise<{ server: TestServer; serverOid: string }> {
  const server = await startTestServer()
  running.push(server)
  const { url, accessToken: token } = server
  const { serverOid } = await servers.add({ url, name, token })
  await vi.waitFor(() => expect(of(serverOid)?.counts).not.toBeNull(), { timeout: 10_000 })
  return { server, serverOid }
}
const of = (serverOid: string) =>
  servers.list().servers.find((server) => server.serverOid === serverOid)

it('follows several servers at once, and tells the end of a batch of each by its name', async () => {
  const ends: RemoteEnd[] = []
  servers.onEnd((end) => ends.push(end))
  const harbour = await begin('Harbour')
  const pier = await begin('Pier')
  expect(of(pier.serverOid)).toMatchObject({
    state: 'reached',
    counts: { running: 0, waiting: 0, failed: 0 },
  })
  await harbour.server.feed('quay', 30)
  await pier.server.feed('mole', 30)
  await harbour.server.post('/api/reports', { roomOids: ['quay'] })
  await pier.server.post('/api/reports', { roomOids: ['mole'] })
  await vi.waitFor(() => expect(ends).toHaveLength(2), { timeout: 25_000 })
  for (const [name, roomOid, { serverOid }] of [
    ['Harbour', 'quay', harbour],
    ['Pier', 'mole', pier],
  ] as const) {
    const end = ends.find((each) => each.serverOid === serverOid)
    expect(end).toMatchObject({ kind: 'batch', name, ended: [{ roomOid, state: 'finished' }] })
    expect(await servers.roomNames(serverOid, [roomOid, 'nowhere'])).toEqual(
      new Map([[roomOid, roomOid]]),
    )
  }
}, 60_000)

it('says that a server is not heard any more, and why', async () => {
  const { server, serverOid } = await begin('Harbour')
  await server.close()
  await vi.waitFor(() => expect(of(serverOid)?.state).toBe('unreachable'), { timeout: 15_000 })
  expect(of(serverOid)).toMatchObject({ counts: null, error: { code: 'server_unreachable' } })
}, 30_000)
