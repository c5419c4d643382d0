import { afterEach, describe, expect, it } from 'vitest'
import {
  sendJson,
  sendStream,
  startScripted,
  type Script,
  type ScriptedServer,
} from '../../../tests/summary/scripted-server.ts'
import { ModelError } from '../model/errors.ts'
import { allFeatures } from '../model/features.ts'
import { anthropic } from './anthropic.ts'

let server: ScriptedServer | undefined
afterEach(() => server?.close())

const event = (data: Record<string, unknown>): string =>
  `event: ${String(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`

const stream = (stop: string): string =>
  event({
    type: 'message_start',
    message: {
      id: 'x',
      content: [],
      usage: { input_tokens: 25, output_tokens: 1, cache_read_input_tokens: 100 },
    },
  }) +
  event({
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'thinking', thinking: '' },
  }) +
  event({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'thinking_delta', thinking: 'hm' },
  }) +
  event({ type: 'ping' }) +
  event({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Grüße, ' } }) +
  event({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: '世界' } }) +
  event({ type: 'message_delta', delta: { stop_reason: stop }, usage: { output_tokens: 15 } }) +
  event({ type: 'message_stop' })

async function ask(script: Script) {
  server = await startScripted(script)
  const transport = anthropic.transport({
    baseUrl: server.url,
    model: 'm',
    apiKey: 'sk-ant-secret',
  })
  let shown = ''
  const completion = await transport.chat(
    { system: 'rules', user: 'data', maxTokens: 77, schema: { type: 'object' }, ...allFeatures },
    (delta) => (shown += delta),
    new AbortController().signal,
  )
  return { completion, shown }
}

describe('the messages interface', () => {
  it('is read through thinking and pings, with both counts of tokens', async () => {
    const { completion, shown } = await ask((response) => sendStream(response, stream('end_turn')))
    expect(completion).toEqual({
      text: 'Grüße, 世界',
      finish: 'stop',
      promptTokens: 125,
      completionTokens: 15,
      cachedTokens: 100,
      reasoningTokens: null,
      restMs: 0,
    })
    expect(shown).toBe('Grüße, 世界')
    const { path, headers, body } = server!.requests[0]!
    expect(path).toBe('/v1/messages')
    expect(headers).toMatchObject({
      'x-api-key': 'sk-ant-secret',
      'anthropic-version': '2023-06-01',
    })
    expect(body).toMatchObject({ system: 'rules', max_tokens: 77, stream: true })
    expect(body.output_config?.format).toEqual({ type: 'json_schema', schema: { type: 'object' } })
  })

  it.each([
    ['max_tokens', 'length'],
    ['refusal', 'refused'],
  ])('says %s as %s', async (stop, finish) => {
    const { completion } = await ask((response) => sendStream(response, stream(stop)))
    expect(completion.finish).toBe(finish)
  })

  it('is read as one JSON object, too', async () => {
    const body = {
      type: 'message',
      content: [{ type: 'text', text: 'whole' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 5, output_tokens: 6 },
    }
    const { completion } = await ask((response) => sendJson(response, 200, body))
    expect(completion).toMatchObject({ text: 'whole', finish: 'stop', promptTokens: 5 })
  })

  it.each([
    [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'server'],
    [400, { type: 'error', error: { message: 'prompt is too long: 210000 tokens' } }, 'context'],
    [
      400,
      { type: 'error', error: { message: 'Your credit balance is too low to access' } },
      'quota',
    ],
    [401, { type: 'error', error: { message: 'invalid x-api-key' } }, 'auth'],
  ])('fails with %i by its kind', async (status, body, kind) => {
    const work = ask((response) => sendJson(response, status, body))
    await expect(work).rejects.toMatchObject({ kind })
  })

  it('fails in the middle of a stream', async () => {
    const text =
      stream('end_turn').split('event: message_delta')[0]! +
      event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
    const work = ask((response) => sendStream(response, text))
    await expect(work).rejects.toThrow(ModelError)
    await expect(work).rejects.toMatchObject({ kind: 'server', message: 'Overloaded' })
  })
})
