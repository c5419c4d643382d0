import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp, type AppDeps } from '../../server/app.ts'
import { operations } from '../../server/http/operations.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

/** `METHOD path` of every route, below the one prefix under which all of them are mounted. */
function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return routesOf(handle.stack ?? [])
    const methods = Object.keys(route.methods).filter((method) => method !== '_all')
    return methods.map((method) => `${method} /api${route.path}`)
  })
}

describe('the OpenAPI document', () => {
  it('names every route of the server, and no other', () => {
    // The routers only store what they are given; nothing is called here.
    const app: Express = createApp({
      guard: { hosts: [], origins: [] },
      accessToken: '',
      version: '',
    } as unknown as AppDeps)
    const routes = routesOf((app.router as unknown as { stack: Layer[] }).stack)
    const documented = operations.map(({ method, path }) => `${method} ${path}`)
    expect(routes.toSorted()).toEqual(documented.toSorted())
  })

  it('is served, is 3.1, and resolves every reference', async () => {
    const document = await server.json<Record<string, unknown>>('/api/openapi.json')
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
    for (const { method, path, open } of operations) {
      const url = server.url + path.replaceAll(/:\w+/g, 'x')
      const { status } = await fetch(url, { method: method.toUpperCase() })
      expect(status === 401, `${method} ${path}`).toBe(!open)
    }
  })
})
