import { afterEach, describe, expect, it } from 'vitest'
import { anthropic } from '../../server/summary/providers/anthropic.ts'
import { allFeatures } from '../../server/summary/model/features.ts'
import type { Completion } from '../../server/summary/model/transport.ts'
import { ollama } from '../../server/summary/providers/ollama.ts'
import { openai } from '../../server/summary/providers/openai.ts'
import { startScripted, type ScriptedServer } from './scripted-server.ts'

/** Whole answers as servers write them, with all that stands around the text. */
interface Transcript {
  server: string
  make: typeof openai.transport
  contentType: string
  body: string
  gives: Partial<Completion>
}

const sse = (...events: unknown[]): string =>
  events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('')
const named = (...events: Record<string, unknown>[]): string =>
  events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('')
const choice = (delta: object, finish: string | null = null): object => ({
  index: 0,
  delta,
  finish_reason: finish,
})

const transcripts: Transcript[] = [
  {
    server: 'OpenAI',
    make: openai.transport,
    contentType: 'text/event-stream; charset=utf-8',
    body: sse(
      {
        id: 'x',
        object: 'chat.completion.chunk',
        choices: [choice({ role: 'assistant', content: '', refusal: null })],
      },
      { id: 'x', choices: [choice({ content: '{"headline":"Grü' })], usage: null },
      { id: 'x', choices: [choice({ content: 'ße 👋"}' })], usage: null },
      { id: 'x', choices: [choice({}, 'stop')], usage: null },
      {
        id: 'x',
        choices: [],
        usage: {
          prompt_tokens: 1_117,
          completion_tokens: 46,
          total_tokens: 1_163,
          prompt_tokens_details: { cached_tokens: 1_024, audio_tokens: 0 },
          completion_tokens_details: { reasoning_tokens: 30 },
        },
      },
      '[DONE]',
    ),
    gives: {
      text: '{"headline":"Grüße 👋"}',
      finish: 'stop',
      promptTokens: 1_117,
      completionTokens: 46,
      cachedTokens: 1_024,
      reasoningTokens: 30,
    },
  },
  {
    server: 'llama.cpp',
    make: openai.transport,
    contentType: 'text/event-stream',
    body: sse(
      {
        choices: [choice({ role: 'assistant', content: null })],
        created: 1,
        model: 'm',
        system_fingerprint: 'b1',
      },
      { choices: [choice({ content: '世' })] },
      { choices: [choice({ content: '界' })] },
      { choices: [choice({}, 'length')] },
      {
        choices: [],
        usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 14 },
        timings: { prompt_n: 12, prompt_ms: 8.5, predicted_n: 2 },
      },
      '[DONE]',
    ),
    gives: { text: '世界', finish: 'length', promptTokens: 12, completionTokens: 2 },
  },
  {
    server: 'OpenRouter',
    make: openai.transport,
    contentType: 'text/event-stream',
    body:
      ': OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n' +
      sse({
        provider: 'X',
        choices: [choice({ role: 'assistant', content: '', reasoning: 'Let me see' })],
      }) +
      ': OPENROUTER PROCESSING\n\n' +
      sse(
        { choices: [choice({ content: 'ready' })] },
        { choices: [{ ...choice({ content: '' }, 'stop'), native_finish_reason: 'STOP' }] },
        { choices: [], usage: { prompt_tokens: 5, completion_tokens: 9, cost: 0.000_1 } },
        '[DONE]',
      ),
    gives: { text: 'ready', finish: 'stop', promptTokens: 5, completionTokens: 9 },
  },
  {
    server: 'DeepSeek, with its reasoning and CR LF',
    make: openai.transport,
    contentType: 'text/event-stream',
    body: sse(
      { choices: [choice({ role: 'assistant', content: null, reasoning_content: 'Hm. ' })] },
      { choices: [choice({ content: null, reasoning_content: 'Ok.' })] },
      { choices: [choice({ content: 'done', reasoning_content: null })] },
      {
        choices: [choice({ content: '' }, 'stop')],
        usage: {
          prompt_tokens: 7,
          completion_tokens: 20,
          completion_tokens_details: { reasoning_tokens: 18 },
        },
      },
      '[DONE]',
    ).replaceAll('\n', '\r\n'),
    gives: { text: 'done', finish: 'stop', promptTokens: 7, reasoningTokens: 18 },
  },
  {
    server: 'Ollama',
    make: ollama.transport,
    contentType: 'application/x-ndjson',
    body: [
      { model: 'm', created_at: 'x', message: { role: 'assistant', content: 'Grü' }, done: false },
      { model: 'm', message: { role: 'assistant', content: '', thinking: 'hm' }, done: false },
      { model: 'm', message: { role: 'assistant', content: 'ße 👋' }, done: false },
      {
        model: 'm',
        message: { role: 'assistant', content: '' },
        done_reason: 'stop',
        done: true,
        total_duration: 1,
        prompt_eval_count: 26,
        eval_count: 298,
      },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
    gives: { text: 'Grüße 👋', finish: 'stop', promptTokens: 26, completionTokens: 298 },
  },
  {
    server: 'Anthropic',
    make: anthropic.transport,
    contentType: 'text/event-stream; charset=utf-8',
    body: named(
      {
        type: 'message_start',
        message: {
          id: 'x',
          content: [],
          usage: { input_tokens: 25, cache_read_input_tokens: 5, output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking' } },
      { type: 'ping' },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'thinking_delta', thinking: 'hm' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'signature_delta', signature: 'x' },
      },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Grüße' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: ' 世界' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 15 },
      },
      { type: 'message_stop' },
    ),
    gives: {
      text: 'Grüße 世界',
      finish: 'stop',
      promptTokens: 30,
      cachedTokens: 5,
      completionTokens: 15,
    },
  },
]

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

describe.each(transcripts)('an answer of $server', ({ make, contentType, body, gives }) => {
  it.each([1, 7, 64, 1_000_000])('is read in pieces of %i bytes', async (size) => {
    const bytes = Buffer.from(body)
    server = await startScripted(async (response) => {
      response.writeHead(200, { 'content-type': contentType })
      for (let at = 0; at < bytes.length; at += size) {
        response.write(bytes.subarray(at, at + size))
        // One turn of the loop, so that the pieces leave one by one.
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    let shown = ''
    const answer = await make({ baseUrl: server.url, model: 'm' }).chat(
      { system: '', user: '', maxTokens: 10, schema: {}, ...allFeatures },
      (delta) => (shown += delta),
      new AbortController().signal,
    )
    expect(answer).toMatchObject(gives)
    expect(shown).toBe(gives.text)
  })
})
