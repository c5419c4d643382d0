import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayAct, roles, type AuditPage, type Me, type Role } from '../../server/contract/access.ts'
import type { z } from 'zod'
import { record, startTestServer, type TestServer } from '../integration/harness.ts'

let server: TestServer
const tokens = new Map<Role, string>()

interface Made {
  tokenOid: string
  token: string
}
const make = (name: string, role: Role, endsAt: string | null = null): Promise<Made> =>
  server.post<Made>('/api/access/tokens', { name, role, endsAt })

beforeAll(async () => {
  server = await startTestServer()
  for (const role of roles) tokens.set(role, (await make(`the ${role}`, role)).token)
})
afterAll(() => server.dispose())

const ask = (token: string | undefined, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
  })

/** All that takes an admin; the rest takes a viewer to read and an operator to change. */
const adminRoutes = [
  'PATCH /api/settings',
  'POST /api/settings/models',
  'POST /api/settings/test-mail',
  'POST /api/settings/test-summary',
  'POST /api/local-models/{modelId}/download',
  'DELETE /api/local-models/{modelId}/download',
  'DELETE /api/local-models/{modelId}',
  'PATCH /api/people',
  'POST /api/people/merge',
  'POST /api/people/split',
  'POST /api/people/apart',
  'PATCH /api/people/{personOid}',
  'POST /api/connections',
  'PATCH /api/connections/{connectionOid}',
  'DELETE /api/connections/{connectionOid}',
  'POST /api/connections/{connectionOid}/test',
  'GET /api/connections/{connectionOid}/rooms',
  'POST /api/connections/{connectionOid}/pause',
  'POST /api/connections/{connectionOid}/resume',
  'GET /api/access/tokens',
  'POST /api/access/tokens',
  'DELETE /api/access/tokens/{tokenOid}',
  'GET /api/access/accounts',
  'PATCH /api/access/accounts/{accountOid}',
  'GET /api/access/limits',
  'PATCH /api/access/limits',
  'GET /api/access/audit',
]
/** Changes nothing that others see. */
const viewerRoutes = [
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/sign-in/codes',
  'POST /api/reports/estimate',
  'POST /api/groups/rooms',
  'POST /api/schedules/next',
]

const neededFor = (route: string): Role => {
  if (adminRoutes.includes(route)) return 'admin'
  return route.startsWith('GET ') || viewerRoutes.includes(route) ? 'viewer' : 'operator'
}

interface Operation {
  security?: []
}

describe('the role of who asks', () => {
  it('is looked at for every route, and says what it takes', async () => {
    const document = await server.json<{ paths: Record<string, Record<string, Operation>> }>(
      '/api/openapi.json',
    )
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security }]) => security === undefined)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes.length).toBeGreaterThan(50)
    for (const route of adminRoutes) expect(routes).toContain(route)
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      const needed = neededFor(route)
      for (const role of roles) {
        // An id that is nowhere: what is allowed is not found, or does nothing.
        const answer = await ask(tokens.get(role), path.replaceAll(/\{\w+\}/g, 'nowhere'), {
          method,
        })
        await answer.body?.cancel()
        expect([role, route, answer.status === 403]).toEqual([role, route, !mayAct(role, needed)])
      }
    }
  })

  it('is told with what it would take', async () => {
    const answer = await ask(tokens.get('viewer'), '/api/reports', { method: 'POST' })
    expect(await answer.json()).toMatchObject({
      code: 'forbidden',
      params: { role: 'viewer', needed: 'operator' },
      detail: 'For this one must be an operator; you are a viewer. Ask an admin.',
    })
    expect(await (await ask(tokens.get('operator'), '/api/access/me')).json()).toEqual({
      kind: 'token',
      name: 'the operator',
      role: 'operator',
      endsAt: null,
    })
    expect(await server.json<z.infer<typeof Me>>('/api/access/me')).toMatchObject({
      kind: 'owner',
      role: 'admin',
    })
  })

  it('goes over to the session that a token begins, and ends with it', async () => {
    const { token, tokenOid } = await make('a page', 'viewer')
    const begun = await ask(token, '/api/session', { method: 'POST' })
    const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const bySession = (path: string, method = 'GET'): Promise<Response> =>
      fetch(server.url + path, { method, headers: { Cookie: cookie } })
    expect(((await (await bySession('/api/access/me')).json()) as Me).name).toBe('a page')
    expect((await bySession('/api/reports', 'POST')).status).toBe(403)
    await server.api(`/api/access/tokens/${tokenOid}`, { method: 'DELETE' })
    expect((await bySession('/api/access/me')).status).toBe(401)
    expect((await ask(token, '/api/access/me')).status).toBe(401)
  })
})

describe('a token for a program', () => {
  it('is told once, and has a name of its own', async () => {
    const made = await make('nightly', 'operator')
    expect(made.token).toMatch(/^rpt_[\w-]{43}$/)
    const list = await (await server.api('/api/access/tokens')).text()
    expect(list).toContain('nightly')
    expect(list).not.toContain(made.token)
    const again = await server.api('/api/access/tokens', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'nightly', role: 'viewer' }),
    })
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([
      409,
      'name_taken',
    ])
  })

  it.each(['taken away', 'over'])('ends its streams when it is %s', async (how) => {
    const endsAt = how === 'over' ? new Date(Date.now() + 1_500).toISOString() : null
    const { token, tokenOid } = await make(how, 'viewer', endsAt)
    const recorder = record(`${server.url}/api/events?rooms=*`, token)
    await recorder.opened
    const expired = new Promise((done) => recorder.source.addEventListener('AUTH_EXPIRED', done))
    if (how === 'taken away') {
      await server.api(`/api/access/tokens/${tokenOid}`, { method: 'DELETE' })
    }
    await expired
    recorder.close()
    expect((await ask(token, '/api/access/me')).status).toBe(401)
  })
})

it('writes down who changed what, and who was refused', async () => {
  await ask(tokens.get('operator'), '/api/rooms/audited', { method: 'DELETE' })
  await ask(tokens.get('viewer'), '/api/rooms/audited?workbooks=delete', { method: 'DELETE' })
  await ask(tokens.get('viewer'), '/api/rooms')
  const { items } = await server.json<z.infer<typeof AuditPage>>('/api/access/audit?limit=2')
  expect(items).toMatchObject([
    {
      kind: 'token',
      name: 'the viewer',
      method: 'DELETE',
      path: '/api/rooms/audited',
      status: 403,
    },
    { name: 'the operator', status: 404 },
  ])
})
