import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, type AppDeps } from '../../server/app.ts'
import { openApiDocument } from '../../server/http/openapi.ts'
import { json, route } from '../../server/http/route.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { createAnswerCheck, type ApiDocument } from '../support/answer-check.ts'

let server: TestServer
let document: ApiDocument & Record<string, unknown>

beforeAll(async () => {
  server = await startTestServer()
  document = await server.json('/api/openapi.json')
})
afterAll(() => server.dispose())

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

/** `METHOD path` of every route, below the one prefix under which all of them are mounted. */
function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route: mounted, handle }) => {
    if (!mounted) return routesOf(handle.stack ?? [])
    const methods = Object.keys(mounted.methods).filter((method) => method !== '_all')
    return methods.map((method) => `${method} /api${mounted.path.replaceAll(/:(\w+)/g, '{$1}')}`)
  })
}

/** Beside the API: the probes, and the page of a link to approve a report. A layer does not tell its prefix. */
const besides = new Set([
  'get /api/livez',
  'get /api/readyz',
  'get /api/{token}',
  'post /api/{token}',
])

const documented = () =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({ method, path })),
  )

describe('the OpenAPI document', () => {
  it('names every route of the server, and no other', () => {
    // The routers only store what they are given; nothing is called here.
    const app = createApp({
      guard: { hosts: [], origins: [] },
      accessToken: '',
      version: '',
    } as unknown as AppDeps)
    const routes = routesOf((app.router as unknown as { stack: Layer[] }).stack)
    const names = documented().map(({ method, path }) => `${method} ${path}`)
    expect(names.length).toBeGreaterThan(30)
    const api = routes.filter((name) => !besides.has(name))
    expect(api.toSorted()).toEqual(names.toSorted())
  })

  it('is served, is 3.1, and resolves every reference', () => {
    expect(document['openapi']).toBe('3.1.0')
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(references.length).toBeGreaterThan(10)
    for (const reference of references) {
      const target = reference
        .split('/')
        .reduce<unknown>(
          (node, key) => (node as Record<string, unknown> | undefined)?.[key],
          document,
        )
      expect(target, reference).toBeTypeOf('object')
    }
  })

  it('marks what is open and what needs the token', async () => {
    for (const { method, path } of documented()) {
      const url = server.url + path.replaceAll(/\{\w+\}/g, 'x')
      const { status } = await fetch(url, { method: method.toUpperCase() })
      const isOpen = document.paths[path]?.[method]?.security !== undefined
      expect(status === 401, `${method} ${path}`).toBe(!isOpen)
    }
  })
})

describe('a request', () => {
  it('of the stream says which rooms, as the document wants it', async () => {
    const parameters = document.paths['/api/events']?.['get']?.parameters
    expect(parameters?.find(({ name }) => name === 'rooms')).toMatchObject({
      in: 'query',
      required: true,
    })
    for (const [query, problem] of [
      ['', { code: 'invalid_query', params: { context: 'no_rooms' } }],
      ['?rooms=,', { code: 'invalid_query', params: { context: 'no_rooms' } }],
      ['?rooms=*&topics=weather', { code: 'invalid_query', params: { context: 'topic' } }],
      ['?rooms=a%20b', { code: 'invalid_room_oid' }],
    ] as const) {
      const response = await server.api(`/api/events${query}`)
      expect(response.status, query).toBe(400)
      expect(await response.json(), query).toMatchObject(problem)
    }
  })

  it('of another method names the ones that are answered, HEAD among them', async () => {
    const response = await server.api('/api/reports', { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
  })

  it('with a path parameter that cannot be one leads nowhere', async () => {
    const response = await server.api('/api/reports/x/preview/first')
    expect(response.status).toBe(404)
  })
})

describe('an answer of a test server', () => {
  const things = route({
    method: 'get',
    path: '/things/:thingOid',
    summary: 'One thing',
    answers: { 200: json('The thing', z.object({ name: z.string(), size: z.int().optional() })) },
    handle: () => ({ name: 'a' }),
  })
  const check = createAnswerCheck(openApiDocument('1', [things]) as unknown as ApiDocument)
  const answered = (body: unknown, init: ResponseInit = {}, query = '') =>
    check('GET', `http://127.0.0.1/api/things/1${query}`, Response.json(body, init))

  it('passes where it is what the document says', async () => {
    await expect(answered({ name: 'a', size: 1 })).resolves.toBeUndefined()
  })

  it.each([
    ['a field is missing', { size: 1 }, {}, ''],
    ['a field is of another kind', { name: 'a', size: 'big' }, {}, ''],
    ['a field is not in the document', { name: 'a', colour: 'red' }, {}, ''],
    ['its status is not in the document', { name: 'a' }, { status: 202 }, ''],
    ['a problem is not told as one', { error: 'no' }, { status: 404 }, ''],
    ['its type is another', { name: 'a' }, { headers: { 'Content-Type': 'text/html' } }, ''],
    ['a query was heard that the document does not name', { name: 'a' }, {}, '?limit=1'],
  ])('fails where %s', async (_what, body, init, query) => {
    await expect(answered(body, init, query)).rejects.toThrow('GET /api/things/1')
  })
})
