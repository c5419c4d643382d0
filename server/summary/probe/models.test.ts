import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  sendJson,
  startScripted,
  type ScriptedServer,
} from '../../../tests/summary/scripted-server.ts'
import { findModelServers, listModels } from './models.ts'

let server: ScriptedServer
const { signal } = new AbortController()

beforeEach(async () => {
  server = await startScripted((response) => sendJson(response, 500, {}), {
    '/v1/models': { data: [{ id: 'small' }, { id: 'large' }] },
    '/api/tags': { models: [{ name: 'tiny:1b' }] },
    '/silent/models': null,
  })
})
afterEach(() => server.close())

it.each([
  ['openai', '/v1', ['small', 'large']],
  ['ollama', '', ['tiny:1b']],
] as const)(
  '%s names its models by its address alone, and no model is asked',
  async (engine, path, models) => {
    const choice = { engine, baseUrl: `${server.url}${path}`, model: 'any' }
    expect(await listModels(choice, signal)).toEqual({ ok: true, models })
    expect(server.requests.filter(({ path: asked }) => /chat|generate/.test(asked))).toEqual([])
  },
)

it('a server that is not there, is none or stays silent offers nothing and is no failure', async () => {
  const at = (path: string) =>
    ({ engine: 'openai', baseUrl: `${server.url}${path}`, model: 'any' }) as const
  expect(await listModels(at('/nowhere'), signal)).toMatchObject({ ok: false, models: [] })
  expect(await listModels(at('/silent'), signal, 50)).toMatchObject({ ok: false, models: [] })
  const gone = { engine: 'ollama', baseUrl: 'http://127.0.0.1:9', model: 'any' } as const
  expect(await listModels(gone, signal)).toMatchObject({ ok: false, models: [] })
})

it('servers on this computer are found where they answer with models', async () => {
  const places = [
    { engine: 'openai', baseUrl: `${server.url}/v1` },
    { engine: 'ollama', baseUrl: server.url },
    { engine: 'openai', baseUrl: 'http://127.0.0.1:9/v1' },
  ] as const
  expect(await findModelServers(signal, places)).toEqual([
    { ...places[0], models: ['small', 'large'] },
    { ...places[1], models: ['tiny:1b'] },
  ])
})
