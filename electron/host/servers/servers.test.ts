import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetchAsk } from '../../../tests/support/fetch-ask.ts'
import { createCounts } from './counts.ts'
import { serverFile } from './server-file.ts'
import { createServers } from './servers.ts'
import type { Servers } from './servers-api.ts'

let folder: string
let server: Server
let url: string
/** Tokens that the server takes. */
let tokens: string[]
let canEncrypt: boolean
let last: string | undefined

const file = (): string => join(folder, 'servers.json')
const written = (): string => readFileSync(file(), 'utf8')
const launch = (): Servers =>
  createServers({
    file: serverFile(file()),
    vault: {
      canEncrypt: () => canEncrypt,
      encrypt: (secret) => Buffer.from(secret).toString('base64'),
      decrypt: (secret) => Buffer.from(secret, 'base64').toString(),
    },
    ask: () => Promise.resolve(fetchAsk),
    open: () => Promise.reject(new Error('No browser')),
    last,
    own: createCounts(),
    keepLast: (oid) => (last = oid),
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-servers-'))
  tokens = ['rpt_one', 'rpt_two']
  canEncrypt = true
  last = undefined
  server = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').slice('Bearer '.length)
    const isOpen = request.url === '/api/health'
    response.statusCode = isOpen || tokens.includes(token) ? 200 : 401
    response.end(JSON.stringify({ status: 'ok', version: '0.2.0' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  rmSync(folder, { recursive: true })
})

it('keeps a server and its secret, which no list and no file tells', async () => {
  const servers = launch()
  const added = await servers.add({ url: `${url}/rooms`, name: ' Team ', token: 'rpt_one' })
  expect(added).toMatchObject({ name: 'Team', url, version: '0.2.0', state: 'reached' })
  expect(added.isKept).toBe(true)
  servers.choose(added.serverOid)
  expect(JSON.stringify(servers.list()) + written()).not.toContain('rpt_one')

  const later = launch()
  expect(later.list()).toMatchObject({ current: added.serverOid, servers: [{ state: 'looking' }] })
  later.look()
  await vi.waitFor(() => expect(later.list().servers[0]?.state).toBe('reached'))
})

it('forgets at the end a secret that the system cannot keep', async () => {
  canEncrypt = false
  const { isKept } = await launch().add({ url, name: '', token: 'rpt_one' })
  expect(isKept).toBe(false)
  expect(written()).not.toContain('secret')
  expect(launch().list().servers).toMatchObject([{ name: new URL(url).host, state: 'signed-out' }])
})

it('tries a token before it is taken, and says when the server takes it no more', async () => {
  const servers = launch()
  const wrong = servers.add({ url, name: '', token: 'rpt_wrong' })
  await expect(wrong).rejects.toMatchObject({ code: 'server_token' })
  expect(servers.list().servers).toEqual([])
  const { serverOid } = await servers.add({ url, name: '', token: 'rpt_one' })
  await expect(servers.add({ url, name: '', token: 'rpt_two' })).rejects.toMatchObject({
    code: 'server_known',
  })
  tokens = ['rpt_two']
  servers.look()
  await vi.waitFor(() => expect(servers.list().servers[0]?.state).toBe('signed-out'))
  expect(servers.list().servers[0]?.error?.code).toBe('server_token')
  await servers.change(serverOid, { token: 'rpt_two', name: 'Second' })
  expect(servers.list().servers[0]).toMatchObject({ name: 'Second', state: 'reached' })
  expect(servers.list().servers[0]?.error).toBeUndefined()
})

it('shows this computer again once the server that it shows is signed out of, or removed', async () => {
  const servers = launch()
  const chosen = vi.fn()
  servers.onChosen(chosen)
  const { serverOid } = await servers.add({ url, name: '', token: 'rpt_one' })
  servers.choose(serverOid)
  const shown = await servers.shown()
  const ask = (token = '') =>
    fetch(`${shown?.url}/api/rooms`, { headers: { Authorization: `Bearer ${token}` } })
  expect((await ask(shown?.accessToken)).status).toBe(200)
  expect((await ask('rpt_one')).status).toBe(401)

  await servers.change(serverOid, { token: null })
  expect(servers.current()).toBe('local')
  expect(await servers.shown()).toBeNull()
  expect((await ask(shown?.accessToken)).status).toBe(401)
  await servers.change(serverOid, { token: 'rpt_two' })
  servers.choose(serverOid)
  servers.remove(serverOid)
  expect(servers.list()).toMatchObject({ servers: [], current: 'local' })
  expect(written()).toBe('[]')
  expect(chosen).toHaveBeenCalledTimes(4)
  expect(() => servers.choose(serverOid)).toThrow(
    expect.objectContaining({ code: 'server_unknown' }),
  )
})

it('takes a removal back with its secret and its place, until it is too late', async () => {
  const servers = launch()
  const { serverOid } = await servers.add({ url, name: 'Team', token: 'rpt_one' })
  servers.choose(serverOid)
  const before = written()
  servers.remove(serverOid)
  expect(written()).toBe('[]')
  expect(servers.list()).toMatchObject({
    servers: [],
    current: 'local',
    removed: { serverOid, name: 'Team', until: expect.any(Number) as number },
  })
  expect(JSON.stringify(servers.list())).not.toContain('rpt_one')
  servers.restore(serverOid)
  expect(written()).toBe(before)
  expect(servers.list()).toMatchObject({ current: serverOid, removed: null })
  await vi.waitFor(() => expect(servers.list().servers[0]?.state).toBe('reached'))
  expect(() => servers.restore(serverOid)).toThrow(
    expect.objectContaining({ code: 'server_unknown' }),
  )

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  servers.remove(serverOid)
  vi.advanceTimersByTime(20_000)
  expect(servers.list().removed).toBeNull()
  expect(() => servers.restore(serverOid)).toThrow(
    expect.objectContaining({ code: 'server_unknown' }),
  )
  vi.useRealTimers()
})

it('takes no removal back where the same server was added anew', async () => {
  const servers = launch()
  const { serverOid } = await servers.add({ url, name: '', token: 'rpt_one' })
  servers.remove(serverOid)
  await servers.add({ url, name: '', token: 'rpt_two' })
  expect(() => servers.restore(serverOid)).toThrow(
    expect.objectContaining({ code: 'server_known' }),
  )
  expect(servers.list().servers).toHaveLength(1)
})

it('starts with this computer where the list is damaged, or the last server is gone', () => {
  writeFileSync(file(), '[{"serverOid":"a"},{"serverOid":"b","name":"B","url":"https://b.org"},7')
  last = 'a'
  expect(launch().list()).toMatchObject({ servers: [], current: 'local' })
  writeFileSync(file(), '[{"serverOid":"a"},7,{"serverOid":"b","name":"B","url":"https://b.org"}]')
  expect(launch().list()).toMatchObject({ servers: [{ name: 'B' }], current: 'local' })
})
