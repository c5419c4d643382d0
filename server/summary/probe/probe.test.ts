import { afterEach, describe, expect, it } from 'vitest'
import {
  beginStream,
  sendJson,
  sendStream,
  startScripted,
  streamOf,
  type Lookups,
  type Script,
  type ScriptedServer,
} from '../../../tests/summary/scripted-server.ts'
import { TestAnswer } from '../../contract/settings.ts'
import { createModelMemory, soundHealth } from '../../ports/model-memory.ts'
import type { SummaryChoice } from '../choose.ts'
import { providers } from '../providers/index.ts'
import { probeModelServer } from './probe.ts'

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const key = 'sk-very-secret'
const ready: Script = (response) => sendStream(response, streamOf('{"ready": true}'))

interface Setting {
  engine?: 'openai' | 'ollama' | 'anthropic'
  path?: string
  model?: string
  lookups?: Lookups
  signal?: AbortSignal
}

async function probe(script: Script, setting: Setting = {}): Promise<TestAnswer> {
  const { engine = 'openai', path = engine === 'openai' ? '/v1' : '', model = 'small' } = setting
  server = await startScripted(script, setting.lookups)
  const choice: SummaryChoice = { engine, baseUrl: server.url + path, model, apiKey: key }
  const answer = await probeModelServer(choice, setting.signal ?? new AbortController().signal)
  expect(TestAnswer.parse(answer)).toEqual(answer)
  expect(JSON.stringify(answer)).not.toContain(key)
  return answer
}

describe('a test of a model server', () => {
  it('asks for the models and one small question, and says where the chats would go', async () => {
    const answer = await probe(ready, { lookups: { '/v1/models': { data: [{ id: 'small' }] } } })
    expect(answer).toMatchObject({ ok: true, models: ['small'] })
    expect(answer.detail).toBe('small answers and takes a JSON schema. It runs on this computer.')
    expect(server!.requests).toHaveLength(1)
    expect(server!.requests[0]!.headers.authorization).toBe(`Bearer ${key}`)
  })

  it.each<[string, Lookups, number | undefined]>([
    [
      'llama.cpp, per slot',
      { '/v1/models': { data: [{ id: 'small', meta: { n_ctx: 4_096 } }] } },
      4_096,
    ],
    ['vLLM', { '/v1/models': { data: [{ id: 'small', max_model_len: 32_768 }] } }, 32_768],
    ['OpenRouter', { '/v1/models': { data: [{ id: 'small', context_length: 131_072 }] } }, 131_072],
    [
      'llama.cpp by its properties',
      {
        '/v1/models': { data: [{ id: 'other.gguf' }] },
        '/props': { default_generation_settings: { n_ctx: 8_192 } },
      },
      8_192,
    ],
    [
      'LM Studio, what is loaded',
      {
        '/v1/models': { data: [{ id: 'small' }] },
        '/api/v0/models': {
          data: [{ id: 'small', loaded_context_length: 2_048, max_context_length: 99_999 }],
        },
      },
      2_048,
    ],
    [
      'nobody',
      { '/v1/models': { data: [{ id: 'small', max_model_len: -1 }, { bad: 1 }] } },
      undefined,
    ],
  ])('finds the size of the context as told by %s', async (_name, lookups, size) => {
    const answer = await probe(ready, { lookups })
    expect(answer.ok).toBe(true)
    expect(answer.contextTokens).toBe(size)
  })

  it.each([
    ['as its owner has set it', { parameters: 'stop "x"\nnum_ctx   16384\n' }, 16_384],
    ['as small as the model', { model_info: { 'llama.context_length': 2_048 } }, 2_048],
    ['not as large as the model', { model_info: { 'llama.context_length': 131_072 } }, 8_192],
  ])('asks Ollama for a context %s', async (_name, shown, size) => {
    const chat: Script = (response) =>
      void response
        .writeHead(200, { 'content-type': 'application/x-ndjson' })
        .end(`${JSON.stringify({ message: { content: '{"ready": true}' }, done: true })}\n`)
    const lookups = { '/api/tags': { models: [{ name: 'small' }] }, '/api/show': shown }
    const answer = await probe(chat, { engine: 'ollama', lookups })
    expect(answer).toMatchObject({ ok: true, models: ['small'], contextTokens: size })
  })

  it('reads the models of Anthropic with their size', async () => {
    const chat: Script = (response) =>
      sendJson(response, 200, {
        content: [{ type: 'text', text: '{"ready": true}' }],
        stop_reason: 'end_turn',
      })
    const lookups = {
      '/v1/models?limit=1000': { data: [{ id: 'small', max_input_tokens: 200_000 }] },
    }
    const answer = await probe(chat, { engine: 'anthropic', lookups })
    expect(answer).toMatchObject({ ok: true, models: ['small'], contextTokens: 200_000 })
    expect(server!.requests[0]!.headers['x-api-key']).toBe(key)
  })

  it('tells how much structure the server takes', async () => {
    const answer = await probe((response, asked) => {
      if (asked.body.response_format?.type === 'json_schema') {
        sendJson(response, 400, { error: { message: 'response_format is not supported' } })
      } else void ready(response, asked)
    })
    expect(answer.ok).toBe(true)
    expect(answer.detail).toContain('writes JSON, but takes no schema')
  })

  it.each<[string, Script, RegExp]>([
    [
      'a wrong key, in the words of the server but without the key',
      (response) => sendJson(response, 401, { error: { message: `Incorrect key ${key}` } }),
      /\(401: Incorrect key \*\*\*\)\. Check the key\.$/,
    ],
    [
      'a model that is not there',
      (response) => sendJson(response, 404, { error: { message: 'no such model' } }),
      /\(404: no such model\)\. Check the address and the name of the model\.$/,
    ],
    [
      'a used-up quota',
      (response) => sendJson(response, 429, { error: { code: 'insufficient_quota' } }),
      /Top up the account/,
    ],
    [
      'a server that is overloaded, after one question',
      (response) => sendJson(response, 503, { error: 'busy' }),
      /\(503: busy\)\. Try again later\.$/,
    ],
    ['prose', (response) => sendStream(response, streamOf('Ready!')), /not in the form/],
    ['a refusal', (response) => sendStream(response, streamOf('no', 'content_filter')), /refused/],
  ])('fails with %s', async (_name, script, words) => {
    const answer = await probe(script, { lookups: { '/v1/models': { data: [{ id: 'small' }] } } })
    expect(answer.ok).toBe(false)
    expect(answer.detail).toMatch(words)
    expect(answer.models).toEqual(['small'])
    expect(server!.requests).toHaveLength(1)
  })

  it('says that the address may lack its /v1', async () => {
    const script: Script = (response) =>
      sendJson(response, 404, { error: { message: 'nothing here' } })
    expect((await probe(script, { path: '' })).detail).toMatch(/the address often ends in \/v1\.$/)
  })

  it('names a server that is not there', async () => {
    const { url, close } = await startScripted(ready)
    await close()
    const gone = await probeModelServer(
      { engine: 'openai', baseUrl: `${url}/v1`, model: 'small' },
      new AbortController().signal,
    )
    expect(gone.ok).toBe(false)
    expect(gone.detail).toMatch(/ECONNREFUSED.*Check the address, and that the server runs\.$/)
  })

  it('ends at once when nobody waits for it any more', async () => {
    const controller = new AbortController()
    const answer = await probe(
      (response) => {
        beginStream(response, '')
        setImmediate(() => controller.abort())
      },
      { signal: controller.signal },
    )
    expect(answer.ok).toBe(false)
    await server!.hungUp()
  })

  it('that goes well ends the pause of a server that was left alone', async () => {
    server = await startScripted(ready)
    const memory = createModelMemory()
    const choice: SummaryChoice = { engine: 'openai', baseUrl: `${server.url}/v1`, model: 'small' }
    const { account } = providers[choice.engine].transport(choice)
    const closed = { ...soundHealth, closedUntil: Date.now() + 600_000, reason: 'quota' }
    await memory.saveHealth(account, closed)
    const { signal } = new AbortController()
    expect((await probeModelServer(choice, signal, memory)).ok).toBe(true)
    expect(await memory.health(account)).toEqual(soundHealth)
  })

  it('needs no server for quotes', async () => {
    const answer = await probeModelServer({ engine: 'extractive' }, new AbortController().signal)
    expect(answer).toMatchObject({ ok: true, milliseconds: 0 })
  })
})
