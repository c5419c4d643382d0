import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Account, Me } from '../../server/contract/access.ts'
import { freePort } from '../support/free-port.ts'
import { startOidcServer, type OidcServer } from '../support/oidc-server.ts'
import { record, startTestServer, type TestServer } from './harness.ts'

let provider: OidcServer
let server: TestServer
let callback: string

beforeAll(async () => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  callback = `${publicUrl}/api/sign-in/callback`
  provider = await startOidcServer(callback)
  const { issuer, clientId, clientSecret } = provider
  server = await startTestServer({
    port,
    signIn: {
      issuer,
      clientId,
      clientSecret,
      publicUrl,
      rules: [
        { role: 'viewer', value: 'support' },
        { role: 'operator', value: 'leads' },
      ],
    },
  })
})
afterAll(async () => {
  await server.dispose()
  await provider.close()
})

const cookiesOf = (answer: Response): string[] =>
  answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')

interface Come {
  /** Where the browser is sent in the end. */
  location: string | null
  /** Of the session; null where none began. */
  cookie: string | null
}

/** From the button to the window, as a browser goes. */
async function signIn(person: string, meddle = (url: string) => url): Promise<Come> {
  const start = await fetch(`${server.url}/api/sign-in/start`, { redirect: 'manual' })
  const attempt = cookiesOf(start).join('; ')
  const back = await provider.comeBack(start.headers.get('location') ?? '', person)
  const end = await fetch(meddle(back), { redirect: 'manual', headers: { Cookie: attempt } })
  const cookie = cookiesOf(end).find((pair) => /^rapporteur_session=./.test(pair)) ?? null
  return { location: end.headers.get('location'), cookie }
}

const as = (cookie: string | null, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, { ...init, headers: { Cookie: cookie ?? '', ...init.headers } })

describe('somebody who signs in by a provider', () => {
  it('has the highest role that their groups give', async () => {
    provider.groups.set('ada', ['support', 'leads', 'other'])
    const { location, cookie } = await signIn('ada')
    expect(location).toBe('/')
    expect((await (await as(cookie, '/api/access/me')).json()) as Me).toMatchObject({
      kind: 'person',
      name: 'ada of the team',
      role: 'operator',
      endsAt: expect.stringMatching(/^20/) as string,
    })
    expect((await as(cookie, '/api/access/tokens')).status).toBe(403)
  })

  it('sees a limited room by a group of the provider, until they come without it', async () => {
    await server.feed('harbour', 1)
    const limit = { kind: 'room', oid: 'harbour', people: ['pilots'] }
    const put = (body: object) =>
      server.api('/api/access/limits', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    await put(limit)
    const seen = async (groups: string[]): Promise<number> => {
      provider.groups.set('dora', groups)
      const { cookie } = await signIn('dora')
      return (await as(cookie, '/api/rooms/harbour')).status
    }
    expect(await seen(['support', 'pilots'])).toBe(200)
    const { items } = await server.json<{ items: Account[] }>('/api/access/accounts')
    const dora = items.find(({ name }) => name === 'dora of the team')
    expect(dora).toMatchObject({ claimGroups: ['pilots', 'support'], groups: [] })
    expect(await seen(['support'])).toBe(404)
    await server.api(`/api/access/accounts/${dora?.accountOid}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ groups: ['pilots'] }),
    })
    expect(await seen(['support'])).toBe(200)
    await put({ ...limit, people: null })
  })

  it('comes not in without a role, and is told so', async () => {
    expect(await signIn('stranger')).toEqual({ location: '/#sign-in=no_role', cookie: null })
  })

  it('is not signed in by an answer to another attempt, or to none', async () => {
    provider.groups.set('bob', ['support'])
    const forged = (url: string): string => url.replace(/state=[^&]+/, 'state=forged')
    expect(await signIn('bob', forged)).toEqual({ location: '/#sign-in=failed', cookie: null })
    const bare = await fetch(`${callback}?code=x&state=y`, { redirect: 'manual' })
    expect(bare.headers.get('location')).toBe('/#sign-in=failed')
  })

  it('gets the role that an admin gives by hand, and goes at once when kept out', async () => {
    provider.groups.set('cleo', ['support'])
    const { cookie } = await signIn('cleo')
    const { items } = await server.json<{ items: Account[] }>('/api/access/accounts')
    const { accountOid } = items.find(({ name }) => name === 'cleo of the team')!
    const change = (body: object): Promise<Response> =>
      server.api(`/api/access/accounts/${accountOid}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    await change({ role: 'admin' })
    expect((await as(cookie, '/api/access/tokens')).status).toBe(200)
    const recorder = record(`${server.url}/api/events?rooms=*`, '', undefined, cookie ?? '')
    await recorder.opened
    const expired = new Promise((done) => recorder.source.addEventListener('AUTH_EXPIRED', done))
    await change({ barred: true })
    await expired
    recorder.close()
    expect((await as(cookie, '/api/access/me')).status).toBe(401)
    expect(await signIn('cleo')).toEqual({ location: '/#sign-in=no_role', cookie: null })
  })

  it('is told that it failed where the provider does not answer, and nothing else stops', async () => {
    const gone = await startTestServer({
      signIn: {
        issuer: `http://127.0.0.1:${await freePort()}`,
        clientId: 'x',
        publicUrl: 'http://127.0.0.1:1',
        rules: [],
      },
    })
    const start = await fetch(`${gone.url}/api/sign-in/start`, { redirect: 'manual' })
    expect(start.headers.get('location')).toBe('/#sign-in=failed')
    expect((await gone.api('/api/rooms')).status).toBe(200)
    await gone.dispose()
  })
})

it('is not offered by a server that knows no provider', async () => {
  const alone = await startTestServer()
  expect(await (await fetch(`${alone.url}/api/sign-in`)).json()).toEqual({
    provider: false,
    app: false,
  })
  expect((await fetch(`${alone.url}/api/sign-in/start`)).status).toBe(404)
  await alone.dispose()
})
