import { createHash, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Account, AppSession, AuditPage, Me } from '../../server/contract/access.ts'
import type { z } from 'zod'
import { freePort } from '../support/free-port.ts'
import { startOidcServer, type OidcServer } from '../support/oidc-server.ts'
import { record, startTestServer, type TestServer } from './harness.ts'

let provider: OidcServer
let server: TestServer

beforeAll(async () => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  provider = await startOidcServer(`${publicUrl}/api/sign-in/callback`)
  const { issuer, clientId, clientSecret } = provider
  const rules = [{ role: 'operator' as const, value: 'leads' }]
  server = await startTestServer({
    port,
    signIn: { issuer, clientId, clientSecret, publicUrl, rules },
    pageFolder: 'out/renderer',
  })
})
afterAll(async () => {
  await server.dispose()
  await provider.close()
})

/** As a browser goes: the cookie of the session of somebody of the team. */
async function signIn(person: string): Promise<string> {
  provider.groups.set(person, ['leads'])
  const cookiesOf = (answer: Response): string[] =>
    answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const start = await fetch(`${server.url}/api/sign-in/start`, { redirect: 'manual' })
  const back = await provider.comeBack(start.headers.get('location') ?? '', person)
  const headers = { Cookie: cookiesOf(start).join('; ') }
  const end = await fetch(back, { redirect: 'manual', headers })
  return cookiesOf(end).find((pair) => /^rapporteur_session=./.test(pair)) ?? ''
}

const newVerifier = (): string => randomBytes(32).toString('base64url')
const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

const send = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const letIn = async (cookie: string, verifier: string): Promise<string> => {
  const answer = await send(
    '/api/sign-in/codes',
    { challenge: challengeOf(verifier) },
    { Cookie: cookie },
  )
  return ((await answer.json()) as { code: string }).code
}
/** Each test from another caller, whose failures count for themselves. */
let caller = 0
beforeEach(() => caller++)
const exchange = (code: string, verifier: string): Promise<Response> =>
  send('/api/sign-in/session', { code, verifier }, { 'X-Forwarded-For': `203.0.113.${caller}` })

async function appSession(person: string) {
  const verifier = newVerifier()
  const answer = await exchange(await letIn(await signIn(person), verifier), verifier)
  return (await answer.json()) as z.infer<typeof AppSession>
}
const as = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, { ...init, headers: { Authorization: `Bearer ${token}` } })
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code?: string }).code,
]

describe('the desktop app that is let in by somebody in a browser', () => {
  it('is who let it in, with their role, until a week after their sign-in', async () => {
    expect(await (await fetch(`${server.url}/api/sign-in`)).json()).toEqual({
      provider: true,
      app: true,
    })
    const before = Date.now()
    const { token, endsAt } = await appSession('ada')
    expect(token).toMatch(/^rps_[\w-]{43}$/)
    const week = 7 * 24 * 3_600_000
    expect(Date.parse(endsAt)).toBeGreaterThanOrEqual(before + week)
    expect(Date.parse(endsAt)).toBeLessThanOrEqual(Date.now() + week)
    expect((await (await as(token, '/api/access/me')).json()) as Me).toMatchObject({
      kind: 'person',
      name: 'ada of the team',
      role: 'operator',
    })
    expect((await as(token, '/api/access/tokens')).status).toBe(403)
    const { items } = await server.json<z.infer<typeof AuditPage>>('/api/access/audit?limit=2')
    expect(items).toMatchObject([
      { name: 'ada of the team', path: '/api/sign-in/session', status: 200 },
      { name: 'ada of the team', path: '/api/sign-in/codes', status: 200 },
    ])
  })

  it('exchanges a code once, also where two ask at the same time', async () => {
    const verifier = newVerifier()
    const code = await letIn(await signIn('ada'), verifier)
    const answers = await Promise.all([exchange(code, verifier), exchange(code, verifier)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect(await codeOf(await exchange(code, verifier))).toEqual([400, 'sign_in_code'])
  })

  it('gets nothing for a code with another verifier, which uses it up', async () => {
    const verifier = newVerifier()
    const code = await letIn(await signIn('ada'), verifier)
    expect(await codeOf(await exchange(code, newVerifier()))).toEqual([400, 'sign_in_code'])
    expect(await codeOf(await exchange(code, verifier))).toEqual([400, 'sign_in_code'])
  })

  it('gets nothing for a code of somebody who was kept out meanwhile, and is put out with them', async () => {
    const { token } = await appSession('bob')
    const verifier = newVerifier()
    const code = await letIn(await signIn('bob'), verifier)
    const recorder = record(`${server.url}/api/events?rooms=*`, token)
    await recorder.opened
    const expired = new Promise((done) => recorder.source.addEventListener('AUTH_EXPIRED', done))
    const { items } = await server.json<{ items: Account[] }>('/api/access/accounts')
    const bob = items.find(({ name }) => name === 'bob of the team')
    await server.api(`/api/access/accounts/${bob?.accountOid}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ barred: true }),
    })
    await expired
    recorder.close()
    expect((await as(token, '/api/access/me')).status).toBe(401)
    expect((await exchange(code, verifier)).status).toBe(400)
  })

  it('ends its session on the server, and no other', async () => {
    const [one, other] = [await appSession('ada'), await appSession('ada')]
    expect((await as(one.token, '/api/session', { method: 'DELETE' })).status).toBe(204)
    expect((await as(one.token, '/api/access/me')).status).toBe(401)
    expect((await as(other.token, '/api/access/me')).status).toBe(200)
  })

  it('does not prolong its own session by letting itself in', async () => {
    const { token, endsAt } = await appSession('cleo')
    const verifier = newVerifier()
    const answer = await send(
      '/api/sign-in/codes',
      { challenge: challengeOf(verifier) },
      { Authorization: `Bearer ${token}` },
    )
    const { code } = (await answer.json()) as { code: string }
    const again = (await (await exchange(code, verifier)).json()) as z.infer<typeof AppSession>
    expect(again.endsAt).toBe(endsAt)
  })

  it('is not let in by a page of another origin, nor by nobody, nor with a challenge that is none', async () => {
    const cookie = await signIn('ada')
    const challenge = challengeOf(newVerifier())
    const foreign = { Cookie: cookie, Origin: 'https://elsewhere.example' }
    expect((await send('/api/sign-in/codes', { challenge }, foreign)).status).toBe(403)
    expect((await send('/api/sign-in/codes', { challenge })).status).toBe(401)
    for (const wrong of ['', 'short', `${challenge}=`, 7]) {
      const answer = await send('/api/sign-in/codes', { challenge: wrong }, { Cookie: cookie })
      expect([wrong, answer.status]).toEqual([wrong, 400])
    }
  })

  it('makes of no session a code, and of no code a session', async () => {
    const verifier = newVerifier()
    const cookie = await signIn('ada')
    const code = await letIn(cookie, verifier)
    const me = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/access/me`, { headers })
    expect((await me({ Authorization: `Bearer ${code}` })).status).toBe(401)
    expect((await me({ Cookie: `rapporteur_session=${code}` })).status).toBe(401)
    const secret = cookie.split('=')[1] ?? ''
    expect((await exchange(secret, verifier)).status).toBe(400)
    expect((await me({ Cookie: cookie })).status).toBe(200)
  })

  it('stays let in when the server starts again', async () => {
    const own = await startTestServer()
    const made = await own.post<{ token: string }>('/api/access/tokens', {
      name: 'ana',
      role: 'viewer',
    })
    const verifier = newVerifier()
    const json = { 'Content-Type': 'application/json' }
    const offered = await own.api('/api/sign-in/codes', {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${made.token}` },
      body: JSON.stringify({ challenge: challengeOf(verifier) }),
    })
    const { code } = (await offered.json()) as { code: string }
    const { token } = await own.post<{ token: string }>('/api/sign-in/session', { code, verifier })
    const next = await own.restart()
    const me = (of: string) =>
      fetch(`${next.url}/api/access/me`, { headers: { Authorization: `Bearer ${of}` } })
    expect((await (await me(token)).json()) as Me).toMatchObject({ name: 'ana', role: 'viewer' })
    await next.dispose()
  })

  it('is held up after many codes that were not good, and others are not', async () => {
    const verifier = newVerifier()
    for (let n = 0; n < 20; n++) await exchange(newVerifier(), verifier)
    const answer = await exchange(newVerifier(), verifier)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await codeOf(answer)).toEqual([429, 'too_many_requests'])
    caller++
    expect((await exchange(newVerifier(), verifier)).status).toBe(400)
  })
})

describe('a code', () => {
  afterEach(() => vi.useRealTimers())

  it('is over after two minutes', async () => {
    const verifier = newVerifier()
    const code = await letIn(await signIn('ada'), verifier)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60_000 + 1 })
    expect(await codeOf(await exchange(code, verifier))).toEqual([400, 'sign_in_code'])
  })

  it('gives a session that is over a week after the sign-in', async () => {
    const { token } = await appSession('ada')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 24 * 3_600_000 - 5_000 })
    expect((await as(token, '/api/access/me')).status).toBe(200)
    vi.setSystemTime(Date.now() + 6_000)
    expect((await as(token, '/api/access/me')).status).toBe(401)
  })
})
