import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { anthropic } from '../../server/summary/providers/anthropic.ts'
import { ModelCaller } from '../../server/summary/model/calls.ts'
import { ModelError, type ModelErrorKind } from '../../server/summary/model/errors.ts'
import type { Clocks, ModelServer, ModelTransport } from '../../server/summary/model/transport.ts'
import { ollama } from '../../server/summary/providers/ollama.ts'
import { openai } from '../../server/summary/providers/openai.ts'
import {
  beginStream,
  chunk,
  done,
  sendJson,
  sendStream,
  startScripted,
  streamOf,
  usage,
  type Script,
  type ScriptedServer,
} from './scripted-server.ts'

/** What servers have been seen to do wrong, and right: each with all that a caller can see of it. */
interface Scenario {
  name: string
  script: Script
  /** Absent: the good answer. */
  fails?: ModelErrorKind
  /** Requests in all, and the pauses between them in milliseconds. */
  requests: number
  waits?: number[]
  /** Pieces of text that had to be taken back. Default: one for each try but the last good one. */
  clocks?: Partial<Clocks>
  /** Words that the error must hold. */
  says?: RegExp
  abortAfterText?: boolean
}

const good = 'Grüße, 世界 👋 "quoted"'
const ok: Script = (response) => sendStream(response, streamOf(good))
/** First the fault, then a good answer: it shows that the caller tries again, and only then. */
const once =
  (fault: Script): Script =>
  (response, asked) =>
    asked.number === 1 ? fault(response, asked) : ok(response, asked)
const refusing =
  (status: number, body: unknown, headers: Record<string, string> = {}): Script =>
  (response) =>
    sendJson(response, status, body, headers)

async function inPieces(response: ServerResponse, bytes: Buffer, size: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size))
    // One turn of the loop, so that the pieces leave one by one.
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

/** A clock that runs out within a test; the others stay out of its way. */
const impatient: Partial<Clocks> = { headersMs: 150, idleMs: 150 }
const first = 500
const second = 1_000

const scenarios: Scenario[] = [
  { name: 'a normal stream', script: ok, requests: 1 },
  {
    name: 'CR LF, in pieces of 7 bytes',
    script: (response) =>
      inPieces(response, Buffer.from(streamOf(good).replaceAll('\n', '\r\n')), 7),
    requests: 1,
  },
  {
    name: 'a character that is cut in two',
    script: (response) => inPieces(response, Buffer.from(streamOf(good)), 1),
    requests: 1,
  },
  {
    name: 'comments, ids and retries between the events',
    script: (response) =>
      sendStream(response, streamOf(good).replaceAll('data:', ': alive\nid: 7\nretry: 10\ndata:')),
    requests: 1,
  },
  {
    name: 'no [DONE]',
    script: (response) => sendStream(response, streamOf(good).replace(done, '')),
    requests: 1,
  },
  {
    name: 'reasoning before the answer, which is life but not text',
    script: (response) => {
      const thought = (name: string): string =>
        `data: ${JSON.stringify({ choices: [{ delta: { [name]: 'hm' } }] })}\n\n`
      sendStream(response, thought('reasoning_content') + thought('reasoning') + streamOf(good))
    },
    requests: 1,
  },
  {
    name: '429 with a Retry-After of one second',
    script: once(refusing(429, {}, { 'retry-after': '1' })),
    requests: 2,
    waits: [1_000],
  },
  { name: '500, then an answer', script: once(refusing(500, {})), requests: 2, waits: [first] },
  {
    name: '429 with a Retry-After of two minutes: nobody waits that long, and nobody hammers',
    script: once(refusing(429, {}, { 'retry-after': '120' })),
    fails: 'rate',
    requests: 1,
  },
  {
    name: '429 because the quota is used up',
    script: once(refusing(429, { error: { code: 'insufficient_quota', message: 'top up' } })),
    fails: 'quota',
    requests: 1,
    says: /top up/,
  },
  {
    name: 'a malformed event in the middle',
    script: (response) => sendStream(response, `${chunk('x')}data: {oops\n\n`),
    fails: 'protocol',
    requests: 3,
    waits: [first, second],
  },
  {
    name: 'an error inside a stream that began with 200',
    script: (response) =>
      sendStream(response, `${chunk('x')}data: {"error":{"message":"late"}}\n\n`),
    fails: 'server',
    requests: 3,
    waits: [first, second],
    says: /late/,
  },
  {
    name: 'silence after the first piece',
    script: once((response) => beginStream(response, chunk('x'))),
    requests: 2,
    waits: [first],
    clocks: impatient,
  },
  {
    name: '[DONE], and a socket that stays open',
    script: (response) => beginStream(response, streamOf(good)),
    requests: 1,
  },
  {
    name: 'a stream that ends without a reason to finish',
    script: (response) => sendStream(response, chunk('half an answer')),
    fails: 'truncated',
    requests: 3,
    waits: [first, second],
  },
  {
    name: '200 with one JSON object instead of a stream',
    script: refusing(200, { choices: [{ message: { content: good }, finish_reason: 'stop' }] }),
    requests: 1,
  },
  {
    name: '200 with a page to log in',
    script: (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
    fails: 'protocol',
    requests: 3,
    waits: [first, second],
    says: /web page/,
  },
  {
    name: 'no answer at all',
    script: () => undefined,
    fails: 'headers-timeout',
    requests: 3,
    waits: [first, second],
    clocks: impatient,
  },
  {
    name: 'an abort by the user in the middle',
    script: (response) => beginStream(response, chunk('x')),
    fails: 'aborted',
    requests: 1,
    abortAfterText: true,
  },
  {
    name: '400 because the context is too small',
    script: refusing(400, { error: { code: 'context_length_exceeded', message: 'too long' } }),
    fails: 'context',
    requests: 1,
  },
  {
    name: '401',
    script: refusing(401, { error: { message: 'wrong key sk-very-secret' } }),
    fails: 'auth',
    requests: 1,
    says: /wrong key \*\*\*/,
  },
  {
    name: '404',
    script: refusing(404, { error: { message: 'no such model' } }),
    fails: 'not-found',
    requests: 1,
  },
  {
    name: '529, as Anthropic says that it is overloaded',
    script: refusing(529, { type: 'error', error: { message: 'Overloaded' } }),
    fails: 'server',
    requests: 3,
    waits: [first, second],
  },
]

/** Servers with habits of their own. */
const habits: Scenario[] = [
  {
    name: 'LM Studio: 200 and an empty stream',
    script: (response) => sendStream(response, ''),
    fails: 'empty',
    requests: 1,
  },
  {
    name: 'LM Studio: 200 and the error in plain words',
    script: (response) => sendStream(response, 'Model crashed: out of memory\n'),
    fails: 'empty',
    requests: 1,
    says: /Model crashed: out of memory/,
  },
  {
    name: 'LM Studio: 200 and an error event',
    script: (response) =>
      sendStream(response, 'event: error\ndata: {"error":{"message":"Model unloaded"}}\n\n'),
    fails: 'server',
    requests: 3,
    waits: [first, second],
    says: /Model unloaded/,
  },
  {
    name: 'llama.cpp: 400 that tells both sizes',
    script: refusing(400, {
      error: { type: 'exceed_context_size_error', n_prompt_tokens: 9_000, n_ctx: 4_096 },
    }),
    fails: 'context',
    requests: 1,
  },
  {
    name: 'llama.cpp: 500 that is about the context',
    script: refusing(500, { error: { message: 'the request exceeds the available context size' } }),
    fails: 'context',
    requests: 1,
  },
  {
    name: 'OpenAI: a reasoning model that wants max_completion_tokens',
    script: (response, { body }) =>
      body.max_tokens === undefined
        ? sendStream(response, streamOf(good))
        : sendJson(response, 400, {
            error: {
              message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            },
          }),
    requests: 2,
  },
  {
    name: 'a server that knows no stream_options, and keeps its schema',
    script: (response, { body }) => {
      if (body.stream_options !== undefined) {
        sendJson(response, 400, { error: { message: 'Unknown parameter: stream_options' } })
      } else if (body.response_format?.type !== 'json_schema') sendJson(response, 500, {})
      else sendStream(response, streamOf(good))
    },
    requests: 2,
  },
  {
    name: 'a server that takes JSON but no schema',
    script: (response, { body }) =>
      body.response_format?.type === 'json_schema'
        ? sendJson(response, 400, { error: { message: 'json_schema is not supported' } })
        : sendStream(response, streamOf(good)),
    requests: 2,
  },
  {
    name: 'a server that takes words alone',
    script: (response, { body }) =>
      body.response_format === undefined
        ? sendStream(response, streamOf(good))
        : sendJson(response, 400, { error: { message: 'bad request' } }),
    requests: 3,
  },
  {
    name: 'a spend limit that comes as 403',
    script: refusing(403, { error: { code: 'organization_spend_limit_exceeded' } }),
    fails: 'quota',
    requests: 1,
  },
  {
    name: 'a line that breaks before the first word',
    script: once((response) => void response.destroy()),
    requests: 2,
    waits: [first],
  },
  {
    name: 'Retry-After as a date that has passed',
    script: once(refusing(503, {}, { 'retry-after': new Date(0).toUTCString() })),
    requests: 2,
    waits: [first],
  },
  {
    name: 'Retry-After in milliseconds',
    script: once(refusing(429, {}, { 'retry-after-ms': '2500' })),
    requests: 2,
    waits: [2_500],
  },
]

const line = (value: unknown): string => `${JSON.stringify(value)}\n`
const ollamaText =
  line({ message: { content: good.slice(0, 9) }, done: false }) +
  line({ message: { content: good.slice(9) }, done: false })
const ollamaEnd = line({ message: { content: '' }, done: true, done_reason: 'stop' })
const ndjson =
  (text: string): Script =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(text)

const ollamaScenarios: Scenario[] = [
  { name: 'lines of JSON', script: ndjson(ollamaText + ollamaEnd), requests: 1 },
  {
    name: 'lines in pieces of 7 bytes',
    script: (response) => inPieces(response, Buffer.from(ollamaText + ollamaEnd), 7),
    requests: 1,
  },
  {
    name: 'a last line without its end',
    script: ndjson((ollamaText + ollamaEnd).trimEnd()),
    requests: 1,
  },
  {
    name: 'an error line with 200',
    script: ndjson(ollamaText + line({ error: 'model runner has stopped' })),
    fails: 'server',
    requests: 3,
    waits: [first, second],
    says: /model runner has stopped/,
  },
  {
    name: 'lines that end before they are done',
    script: ndjson(ollamaText),
    fails: 'truncated',
    requests: 3,
    waits: [first, second],
  },
  {
    name: 'a model that is not there',
    script: refusing(404, { error: 'model "test-model" not found, try pulling it first' }),
    fails: 'not-found',
    requests: 1,
    says: /try pulling it first/,
  },
]

const event = (data: Record<string, unknown>): string =>
  `event: ${String(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
const anthropicText =
  event({ type: 'message_start', message: { usage: { input_tokens: 25, output_tokens: 1 } } }) +
  event({ type: 'ping' }) +
  event({ type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hm' } }) +
  event({ type: 'content_block_delta', delta: { type: 'text_delta', text: good } })
const anthropicEnd =
  event({
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { output_tokens: 9 },
  }) + event({ type: 'message_stop' })

const anthropicScenarios: Scenario[] = [
  {
    name: 'events with thinking and pings',
    script: (response) => sendStream(response, anthropicText + anthropicEnd),
    requests: 1,
  },
  {
    name: 'events in pieces of 7 bytes',
    script: (response) => inPieces(response, Buffer.from(anthropicText + anthropicEnd), 7),
    requests: 1,
  },
  {
    name: 'message_stop, and a socket that stays open',
    script: (response) => beginStream(response, anthropicText + anthropicEnd),
    requests: 1,
  },
  {
    name: 'overloaded in the middle',
    script: (response) =>
      sendStream(
        response,
        anthropicText +
          event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
      ),
    fails: 'server',
    requests: 3,
    waits: [first, second],
    says: /Overloaded/,
  },
  {
    name: 'events that end before the message does',
    script: (response) => sendStream(response, anthropicText),
    fails: 'truncated',
    requests: 3,
    waits: [first, second],
  },
  {
    name: 'credit that is used up, as 400',
    script: refusing(400, { error: { message: 'Your credit balance is too low' } }),
    fails: 'quota',
    requests: 1,
  },
]

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function play(
  { script, clocks, ...expected }: Scenario,
  transportTo: (server: ModelServer) => ModelTransport,
  path: string,
): Promise<void> {
  server = await startScripted(script)
  const controller = new AbortController()
  const waits: number[] = []
  const caller = new ModelCaller({
    transport: transportTo({
      baseUrl: server.url + path,
      model: 'test-model',
      apiKey: 'sk-very-secret',
      clocks: { headersMs: 60_000, idleMs: 60_000, ...clocks },
    }),
    random: () => 1,
    pause: (milliseconds) => {
      waits.push(milliseconds)
      return Promise.resolve()
    },
  })
  let text = ''
  const told: number[] = []
  const ports = {
    onText: (delta: string) => {
      text += delta
      if (expected.abortAfterText === true) controller.abort()
    },
    onRestart: () => {
      text = ''
    },
    onWait: (milliseconds: number) => void told.push(milliseconds),
  }
  const request = { system: 'rules', user: 'data', maxTokens: 100, schema: { type: 'object' } }
  const outcome = await caller
    .call(request, ports, controller.signal)
    .catch((error: unknown) => error)
  if (expected.fails === undefined) {
    expect(outcome).toMatchObject({ text: good, finish: 'stop' })
    expect(text).toBe(good)
  } else {
    expect(outcome).toBeInstanceOf(ModelError)
    expect(outcome).toMatchObject({ kind: expected.fails })
    expect((outcome as ModelError).message).toMatch(expected.says ?? /\S/)
    expect((outcome as ModelError).message).not.toContain('sk-very-secret')
    expect(text).toBe('')
  }
  expect(server.requests).toHaveLength(expected.requests)
  expect(waits).toEqual(expected.waits ?? [])
  // Whoever watches is told of every pause.
  expect(told).toEqual(waits)
}

describe('the 23 scenarios', () => {
  it('are 23', () => expect(scenarios).toHaveLength(23))
  it.each(scenarios)('$name', (scenario) => play(scenario, openai.transport, '/v1'))
})

describe('habits of single servers', () => {
  it.each(habits)('$name', (scenario) => play(scenario, openai.transport, '/v1'))
})

describe('Ollama', () => {
  it.each(ollamaScenarios)('$name', (scenario) => play(scenario, ollama.transport, ''))
})

describe('Anthropic', () => {
  it.each(anthropicScenarios)('$name', (scenario) => play(scenario, anthropic.transport, ''))
})

describe('a server that leaves out the counts of tokens', () => {
  it('is believed, and the counts are unknown', async () => {
    server = await startScripted(ok)
    const caller = new ModelCaller({
      transport: openai.transport({ baseUrl: `${server.url}/v1`, model: 'm' }),
    })
    const request = { system: '', user: '', maxTokens: 1, schema: {} }
    const ports = { onText: () => undefined, onRestart: () => undefined }
    const answer = await caller.call(request, ports, new AbortController().signal)
    expect(answer).toMatchObject({ promptTokens: null, completionTokens: null })
  })

  it('is not taken for one that counts: a count after the last piece is heard', async () => {
    server = await startScripted((response) =>
      sendStream(response, streamOf(good).replace(done, usage(5, 7) + done)),
    )
    const caller = new ModelCaller({
      transport: openai.transport({ baseUrl: `${server.url}/v1`, model: 'm' }),
    })
    const request = { system: '', user: '', maxTokens: 1, schema: {} }
    const ports = { onText: () => undefined, onRestart: () => undefined }
    const answer = await caller.call(request, ports, new AbortController().signal)
    expect(answer).toMatchObject({ promptTokens: 5, completionTokens: 7 })
  })
})
