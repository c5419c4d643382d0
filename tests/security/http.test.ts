import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../server/contract/errors.ts'
import { rawRequest, startTestServer, type TestServer } from '../integration/harness.ts'

let server: TestServer
const appOrigin = 'app://rapporteur'

beforeAll(async () => {
  server = await startTestServer({ allowedOrigins: [appOrigin] })
})
afterAll(() => server.dispose())

const bearer = (): Record<string, string> => ({ Authorization: `Bearer ${server.accessToken}` })
const port = (): string => new URL(server.url).port

describe('who may speak to the server', () => {
  it('answers health without a token, and nothing else', async () => {
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
    for (const path of [
      '/api/rooms',
      '/api/reports',
      '/api/events?rooms=*',
      '/api/openapi.json',
      '/api/nothing',
    ]) {
      const response = await fetch(server.url + path)
      expect(response.status, path).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(Problem.parse(await response.json()).code).toBe('unauthorized')
    }
  })

  it('refuses a wrong token, whatever its length and form', async () => {
    const wrong = [
      'x',
      `${server.accessToken}x`,
      server.accessToken.slice(0, -1),
      '',
      'a'.repeat(10_000),
    ]
    for (const token of wrong) {
      const response = await fetch(`${server.url}/api/rooms`, {
        headers: { Authorization: `Bearer ${token}` },
      })
      expect(response.status).toBe(401)
    }
    const basic = await fetch(`${server.url}/api/rooms`, {
      headers: { Authorization: `Basic ${server.accessToken}` },
    })
    expect(basic.status).toBe(401)
  })

  it('takes no token from the URL', async () => {
    for (const name of ['token', 'access_token', 'accessToken']) {
      expect((await fetch(`${server.url}/api/rooms?${name}=${server.accessToken}`)).status).toBe(
        401,
      )
    }
  })

  it('refuses a foreign Host before it looks at anything else', async () => {
    const foreign = [
      'evil.example',
      `evil.example:${port()}`,
      `127.0.0.1.evil.example:${port()}`,
      '127.0.0.1:1',
      'a b',
    ]
    for (const host of foreign) {
      const answer = await rawRequest(`${server.url}/api/health`, { Host: host, ...bearer() })
      expect(answer.status, host).toBe(host === 'a b' ? answer.status : 403)
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    const own = await rawRequest(`${server.url}/api/health`, { Host: `localhost:${port()}` })
    expect(own.status).toBe(200)
  })

  it('refuses a foreign Origin, also with the right token, and lets the app pass', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      'app://other',
      'file://',
    ]) {
      const answer = await rawRequest(`${server.url}/api/rooms`, { Origin: origin, ...bearer() })
      expect(answer.status, origin).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    const app = await rawRequest(`${server.url}/api/rooms`, { Origin: appOrigin, ...bearer() })
    expect(app.status).toBe(200)
    expect(app.headers['access-control-allow-origin']).toBe(appOrigin)
    expect(app.headers.vary).toContain('Origin')
  })

  it('answers the preflight of the app, with last-event-id among the headers', async () => {
    const headers = {
      Origin: appOrigin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization,last-event-id',
    }
    const answer = await rawRequest(`${server.url}/api/events?rooms=*`, headers, 'OPTIONS')
    expect(answer.status).toBe(204)
    expect(answer.headers['access-control-allow-headers']).toContain('last-event-id')
    expect(answer.headers['access-control-allow-headers']).toContain('authorization')
    const foreign = await rawRequest(
      `${server.url}/api/rooms`,
      { ...headers, Origin: 'https://evil.example' },
      'OPTIONS',
    )
    expect(foreign.status).toBe(403)
  })

  it('gives the app the CORS headers on a 401 too, so that it sees the status', async () => {
    const answer = await rawRequest(`${server.url}/api/rooms`, { Origin: appOrigin })
    expect(answer.status).toBe(401)
    expect(answer.headers['access-control-allow-origin']).toBe(appOrigin)
  })
})

describe('the session cookie', () => {
  it('stands in for the header, is HttpOnly and SameSite=Strict, and ends with the session', async () => {
    const made = await server.api('/api/session', { method: 'POST' })
    expect(made.status).toBe(204)
    const setCookie = made.headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/HttpOnly/i)
    expect(setCookie).toMatch(/SameSite=Strict/i)
    expect(setCookie).not.toContain(server.accessToken)
    const Cookie = setCookie.split(';')[0] ?? ''
    expect((await rawRequest(`${server.url}/api/rooms`, { Cookie })).status).toBe(200)
    const ended = await rawRequest(`${server.url}/api/session`, { Cookie }, 'DELETE')
    expect(ended.status).toBe(204)
    expect((await rawRequest(`${server.url}/api/rooms`, { Cookie })).status).toBe(401)
  })

  it('takes its open streams with it, and lets no other stream suffer', async () => {
    const made = await server.api('/api/session', { method: 'POST' })
    const Cookie = (made.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const other = server.events('rooms=*')
    const response = await fetch(`${server.url}/api/events?rooms=*`, { headers: { Cookie } })
    expect(response.status).toBe(200)
    const text = response.text()
    await rawRequest(`${server.url}/api/session`, { Cookie }, 'DELETE')
    expect(await text).toContain('event: AUTH_EXPIRED')
    expect((await fetch(`${server.url}/api/events?rooms=*`, { headers: { Cookie } })).status).toBe(
      401,
    )
    await server.feed('after-expiry', 1)
    await server.post('/api/reports', { roomOids: ['after-expiry'] })
    expect((await other.end('after-expiry')).data.state).toBe('finished')
  })

  it('is not given to one without a token', async () => {
    expect((await fetch(`${server.url}/api/session`, { method: 'POST' })).status).toBe(401)
  })
})

describe('what is hostile', () => {
  it('answers broken requests with a problem, never with a stack', async () => {
    const broken: [string, RequestInit][] = [
      [
        '/api/reports',
        { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } },
      ],
      [
        '/api/reports',
        { method: 'POST', body: '[]', headers: { 'Content-Type': 'application/json' } },
      ],
      ['/api/rooms?limit=0', {}],
      ['/api/rooms?limit=1&limit=2', {}],
      ['/api/rooms?cursor=%00', {}],
      ['/api/rooms?sort=;drop', {}],
      ['/api/rooms/%2e%2e', {}],
      ['/api/rooms/%ff', {}],
      ['/api/events', {}],
      ['/api/events?rooms=a%0d%0ab', {}],
      ['/api/reports/x/workbook', {}],
      ['/api/reports', { method: 'PUT' }],
    ]
    for (const [path, init] of broken) {
      const response = await server.api(path, init)
      expect(response.status, path).toBeGreaterThanOrEqual(400)
      expect(response.status, path).toBeLessThan(500)
      const problem = Problem.parse(await response.json())
      expect(problem.status).toBe(response.status)
      expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|at Object/)
    }
  })

  it('writes no token into its data or logs', async () => {
    await server.api('/api/rooms')
    for (const folder of ['.', 'logs']) {
      for (const entry of await readdir(join(server.dataDir, folder), { withFileTypes: true })) {
        if (!entry.isFile()) continue
        const bytes = await readFile(join(server.dataDir, folder, entry.name))
        expect(bytes.includes(server.accessToken), entry.name).toBe(false)
      }
    }
  })
})
