import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Me } from '../../../server/contract/access.ts'
import { letInAnswerUrl, letInWord, readLetIn } from '../../../server/contract/app-sign-in.ts'
import { startTestServer, type TestServer } from '../../../tests/integration/harness.ts'
import { fetchAsk } from '../../../tests/support/fetch-ask.ts'
import { createCounts } from './counts.ts'
import { createServers } from './servers.ts'
import type { Servers } from './servers-api.ts'
import { signInByBrowser } from './browser-sign-in.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ pageFolder: 'out/renderer' })
})
afterAll(() => server.dispose())

const wantedOf = (address: string) => {
  const wanted = readLetIn(new URL(address).hash)
  if (wanted === null) throw new Error(`The app asks for nothing: ${address}`)
  return wanted
}
async function codeFor(challenge: string): Promise<string> {
  return (await server.post<{ code: string }>('/api/sign-in/codes', { challenge })).code
}
/** Where the browser ends, which brings this answer to the app. */
async function bring(address: string): Promise<string | null> {
  const answer = await fetch(address, { redirect: 'manual' })
  return answer.headers.get('location')
}

interface Flow {
  url?: string
  /** What happens in the browser. */
  browse(address: string): Promise<unknown>
  patienceMs?: number
  signal?: AbortSignal
}
const run = ({ browse, url = server.url, signal, patienceMs }: Flow) => {
  const browsing: Promise<unknown>[] = []
  const words: string[] = []
  const token = signInByBrowser({
    url,
    ask: fetchAsk,
    open: async (address) => void browsing.push(browse(address)),
    onWord: (word) => words.push(word),
    signal: signal ?? new AbortController().signal,
    ...(patienceMs !== undefined && { patienceMs }),
  })
  return { token, words, browsed: () => Promise.all(browsing) }
}

describe('a sign-in in the browser', () => {
  it('gives the app a session of whoever lets it in, and says so in the browser', async () => {
    let shown = ''
    const flow = run({
      async browse(address) {
        const wanted = wantedOf(address)
        shown = letInWord(wanted.challenge)
        const code = await codeFor(wanted.challenge)
        return bring(letInAnswerUrl(wanted, { server: server.url, code }))
      },
    })
    const token = await flow.token
    expect(await flow.browsed()).toEqual([`${server.url}/#let-in=done`])
    expect(flow.words).toEqual([shown])
    const me = await fetch(`${server.url}/api/access/me`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect((await me.json()) as Me).toMatchObject({ kind: 'owner', role: 'admin' })
  })

  it('ends where the person does not let the app in', async () => {
    const flow = run({
      browse: (address) =>
        bring(letInAnswerUrl(wantedOf(address), { server: server.url, code: null })),
    })
    await expect(flow.token).rejects.toMatchObject({ params: { context: 'refused' } })
    expect(await flow.browsed()).toEqual([`${server.url}/#let-in=failed`])
  })

  it('hears nobody but who knows its state, and goes on waiting', async () => {
    const flow = run({
      async browse(address) {
        const wanted = wantedOf(address)
        const code = await codeFor(wanted.challenge)
        const strange = { ...wanted, state: 'x'.repeat(43) }
        const refused = await fetch(letInAnswerUrl(strange, { server: server.url, code }))
        const posted = await fetch(letInAnswerUrl(wanted, { server: server.url, code }), {
          method: 'POST',
        })
        await bring(letInAnswerUrl(wanted, { server: server.url, code }))
        return [refused.status, posted.status]
      },
    })
    expect(await flow.token).toMatch(/^rps_/)
    expect(await flow.browsed()).toEqual([[404, 404]])
  })

  it('takes a code to no server but the one that it asked', async () => {
    let asked = 0
    const other = createServer((request, response) => {
      if (request.method === 'POST') asked++
      const health = { status: 'ok', version: '0.2.0', app: true }
      response.end(JSON.stringify(health))
    })
    const url = await listening(other)
    const flow = run({
      url,
      async browse(address) {
        // It has led the browser on to ours, where the person lets the app in.
        const wanted = wantedOf(address)
        const code = await codeFor(wanted.challenge)
        return bring(letInAnswerUrl(wanted, { server: server.url, code }))
      },
    })
    await expect(flow.token).rejects.toMatchObject({
      params: { context: 'other', other: server.url },
    })
    expect(asked).toBe(0)
    await closed(other)
  })

  it('says what the server says of a code that it did not give', async () => {
    const flow = run({
      browse: (address) =>
        bring(letInAnswerUrl(wantedOf(address), { server: server.url, code: 'made up' })),
    })
    await expect(flow.token).rejects.toMatchObject({
      code: 'server_sign_in',
      params: { text: expect.stringContaining('used already') as string },
    })
  })

  it('ends when nobody answers in time, and when it is cancelled, and listens no more', async () => {
    let address = ''
    const browse = async (opened: string) => void (address = opened)
    const late = run({ browse, patienceMs: 1 })
    await expect(late.token).rejects.toMatchObject({ params: { context: 'late' } })
    await expect(
      bring(letInAnswerUrl(wantedOf(address), { server: server.url, code: null })),
    ).rejects.toThrow()
    const ending = new AbortController()
    const cancelled = run({ browse, signal: ending.signal })
    await vi.waitFor(() => expect(cancelled.words).toHaveLength(1))
    ending.abort()
    await expect(cancelled.token).rejects.toMatchObject({ params: { context: 'cancelled' } })
  })

  it('opens no browser for a server that lets no app in, or is none of ours', async () => {
    const browse = vi.fn(async () => undefined)
    const alone = await startTestServer()
    await expect(run({ url: alone.url, browse }).token).rejects.toMatchObject({
      params: { context: 'missing' },
    })
    await alone.dispose()
    const stranger = createServer((_request, response) => response.end('hi'))
    const url = await listening(stranger)
    await expect(run({ url, browse }).token).rejects.toMatchObject({ code: 'server_foreign' })
    await closed(stranger)
    expect(browse).not.toHaveBeenCalled()
  })
})

describe('a server of the list', () => {
  const launch = (browse: (address: string) => Promise<unknown>): Servers =>
    createServers({
      file: { read: () => [], write: () => undefined },
      vault: { canEncrypt: () => false, encrypt: String, decrypt: String },
      ask: () => Promise.resolve(fetchAsk),
      open: async (address) => void browse(address),
      last: undefined,
      keepLast: () => undefined,
      own: createCounts(),
    })
  const letIn = async (address: string) => {
    const wanted = wantedOf(address)
    const code = await codeFor(wanted.challenge)
    return bring(letInAnswerUrl(wanted, { server: server.url, code }))
  }
  /** Every token that the app was given: what it asked the server with. */
  const given = new Set<string>()
  const spied: typeof fetchAsk = (asked) => {
    given.add((asked.headers['authorization'] ?? '').replace('Bearer ', ''))
    return fetchAsk(asked)
  }
  const status = async (token: string) =>
    (await fetch(`${server.url}/api/access/me`, { headers: { Authorization: `Bearer ${token}` } }))
      .status
  afterEach(() => given.clear())

  it('is added by a sign-in, which can be seen and cancelled meanwhile', async () => {
    const browse = vi.fn(async (_address: string): Promise<unknown> => undefined)
    const servers = launch(browse)
    const cancelled = servers.signIn({ url: server.url, name: 'Team' })
    const refused = expect(cancelled).rejects.toMatchObject({ params: { context: 'cancelled' } })
    await vi.waitFor(() => expect(servers.list().signingIn).not.toBeNull())
    expect(servers.list().signingIn).toEqual({
      serverOid: null,
      host: new URL(server.url).host,
      word: letInWord(wantedOf(browse.mock.lastCall?.[0] ?? '').challenge),
    })
    servers.cancelSignIn()
    await refused
    expect(servers.list()).toMatchObject({ signingIn: null, servers: [] })

    browse.mockImplementation(letIn)
    const added = await servers.signIn({ url: server.url, name: 'Team' })
    expect(added).toMatchObject({ name: 'Team', state: 'reached' })
    await expect(servers.signIn({ url: server.url, name: '' })).rejects.toMatchObject({
      code: 'server_known',
    })
    servers.remove(added.serverOid)
  })

  it('asks to sign in again when its session is over, and ends it where it is signed out of', async () => {
    const servers = createServers({
      file: { read: () => [], write: () => undefined },
      vault: { canEncrypt: () => false, encrypt: String, decrypt: String },
      ask: () => Promise.resolve(spied),
      open: async (address) => void letIn(address),
      last: undefined,
      keepLast: () => undefined,
      own: createCounts(),
    })
    const { serverOid } = await servers.signIn({ url: server.url, name: '' })
    const [first = ''] = [...given].filter((token) => token !== '')
    await fetch(`${server.url}/api/session`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${first}` },
    })
    servers.look()
    await vi.waitFor(() =>
      expect(servers.list().servers).toMatchObject([
        { state: 'signed-out', error: { code: 'server_session' } },
      ]),
    )
    await servers.signIn({ serverOid })
    expect(servers.list().servers).toMatchObject([{ state: 'reached' }])
    const second = [...given].at(-1) ?? ''
    expect([second !== first, await status(second)]).toEqual([true, 200])
    await servers.change(serverOid, { token: null })
    await vi.waitFor(async () => expect(await status(second)).toBe(401))

    // A removal that is taken back leaves it signed in; one that is not ends the session.
    await servers.signIn({ serverOid })
    const third = [...given].at(-1) ?? ''
    servers.remove(serverOid)
    servers.restore(serverOid)
    expect(await status(third)).toBe(200)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    servers.remove(serverOid)
    vi.advanceTimersByTime(20_000)
    vi.useRealTimers()
    await vi.waitFor(async () => expect(await status(third)).toBe(401))
  })
})

async function listening(at: Server): Promise<string> {
  at.listen(0, '127.0.0.1')
  await once(at, 'listening')
  return `http://127.0.0.1:${(at.address() as AddressInfo).port}`
}
async function closed(at: Server): Promise<void> {
  at.closeAllConnections()
  at.close()
  await once(at, 'close')
}
