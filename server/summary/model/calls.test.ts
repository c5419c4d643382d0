import { afterEach, describe, expect, it } from 'vitest'
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
} from '../../../tests/summary/scripted-server.ts'
import { openai } from '../providers/openai.ts'
import { ModelCaller } from './calls.ts'
import { ModelError } from './errors.ts'
import type { Completion } from './transport.ts'

let server: ScriptedServer | undefined
afterEach(() => server?.close())

const good = 'Grüße, 世界 👋 "quoted"'
const request = { system: 'rules', user: 'data', maxTokens: 100, schema: { type: 'object' } }

interface Outcome {
  completion: Completion | null
  error: ModelError | null
  requests: number
  text: string
  restarts: number
  waits: number[]
}

let caller: ModelCaller
async function setUp(script: Script, idleMs = 200, headersMs = 250): Promise<void> {
  server = await startScripted(script)
  caller = new ModelCaller({
    transport: openai.transport({
      baseUrl: `${server.url}/v1`,
      model: 'test-model',
      apiKey: 'sk-very-secret',
      clocks: { headersMs, idleMs, callMs: 120_000 },
    }),
    random: () => 1,
    backoffMs: 2,
  })
}

async function ask(signal = new AbortController().signal): Promise<Outcome> {
  const outcome: Outcome = {
    completion: null,
    error: null,
    requests: 0,
    text: '',
    restarts: 0,
    waits: [],
  }
  try {
    outcome.completion = await caller.call(
      request,
      {
        onText: (delta) => (outcome.text += delta),
        onRestart: () => {
          outcome.restarts++
          outcome.text = ''
        },
        onWait: (milliseconds) => outcome.waits.push(milliseconds),
      },
      signal,
    )
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError)
    outcome.error = error as ModelError
  }
  outcome.requests = server!.requests.length
  return outcome
}

async function run(script: Script): Promise<Outcome> {
  await setUp(script)
  return ask()
}

/** Fails so often, then answers well. */
const failing =
  (times: number, fail: Script): Script =>
  (response, asked) =>
    asked.number <= times ? fail(response, asked) : sendStream(response, streamOf(good))

const expectGood = (outcome: Outcome, requests: number): void => {
  expect(outcome.error).toBeNull()
  expect(outcome.completion).toMatchObject({ text: good, finish: 'stop' })
  expect(outcome.text).toBe(good)
  expect(outcome.requests).toBe(requests)
}

describe('a good answer is read', () => {
  it('as it comes', async () => {
    expectGood(await run((response) => sendStream(response, streamOf(good))), 1)
    const { headers, body, path } = server!.requests[0]!
    expect(path).toBe('/v1/chat/completions')
    expect(headers.authorization).toBe('Bearer sk-very-secret')
    expect(body).toMatchObject({ model: 'test-model', stream: true, max_tokens: 100 })
    expect(body.response_format?.json_schema.schema).toEqual({ type: 'object' })
  })

  it.each([1, 7, 64])('in pieces of %i bytes that cut characters, with CR LF', async (size) => {
    const bytes = Buffer.from(streamOf(good).replaceAll('\n', '\r\n'))
    // Patient: on a busy machine a turn of the loop may take longer than the short clocks.
    await setUp(
      async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (let at = 0; at < bytes.length; at += size) {
          response.write(bytes.subarray(at, at + size))
          await new Promise((resolve) => setImmediate(resolve))
        }
        response.end()
      },
      60_000,
      60_000,
    )
    expectGood(await ask(), 1)
  })

  it('between comments and ids', async () => {
    const noisy = streamOf(good).replaceAll('data:', ': keep-alive\nid: 7\nretry: 10\ndata:')
    expectGood(await run((response) => sendStream(response, noisy)), 1)
  })

  it('without [DONE]', async () => {
    expectGood(await run((response) => sendStream(response, streamOf(good).replace(done, ''))), 1)
  })

  it('when [DONE] was sent and the socket stays open', async () => {
    // Waiting for the line to fall silent would take longer than a test may.
    await setUp((response) => beginStream(response, streamOf(good)), 100_000)
    expectGood(await ask(), 1)
    await server!.hungUp()
  })

  it('when only the end of the line is missing', async () => {
    expectGood(await run((response) => beginStream(response, streamOf(good).replace(done, ''))), 1)
  })

  it('without its reasoning, which is life', async () => {
    const thought = `data: ${JSON.stringify({ choices: [{ delta: { reasoning_content: 'hm' } }] })}\n\n`
    const outcome = await run(async (response) => {
      beginStream(response, '')
      for (let times = 0; times < 4; times++) {
        response.write(thought)
        await new Promise((resolve) => setTimeout(resolve, 80))
      }
      response.end(streamOf(good))
    })
    expectGood(outcome, 1)
  })

  it('with the tokens that the server counted', async () => {
    const details = {
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 20 },
    }
    const text = streamOf(good).replace(done, usage(12, 34, details) + done)
    const { completion } = await run((response) => sendStream(response, text))
    expect(completion).toMatchObject({
      promptTokens: 12,
      completionTokens: 34,
      cachedTokens: 8,
      reasoningTokens: 20,
    })
  })

  it('with counts that are none', async () => {
    const text = streamOf(good).replace(done, usage(-1, 34) + done)
    const { completion } = await run((response) => sendStream(response, text))
    expect(completion).toMatchObject({ text: good, promptTokens: null, completionTokens: 34 })
  })

  it('as one JSON object from a server that does not stream', async () => {
    const body = { choices: [{ message: { content: good }, finish_reason: 'stop' }] }
    expectGood(await run((response) => sendJson(response, 200, body)), 1)
  })
})

describe('a failure that may pass is tried again', () => {
  it('429 after the time that the server asks for', async () => {
    const outcome = await run(
      failing(1, (response) => sendJson(response, 429, {}, { 'retry-after-ms': '150' })),
    )
    expectGood(outcome, 2)
    expect(outcome.waits).toEqual([150])
    expect(server!.requests[1]!.at - server!.requests[0]!.at).toBeGreaterThan(140)
  })

  it('Retry-After in seconds and as a date', async () => {
    await setUp(failing(1, (response) => sendJson(response, 503, {}, { 'retry-after': '0' })))
    expect((await ask()).requests).toBe(2)
    await server!.close()
    const date = new Date(Date.now() - 5_000).toUTCString()
    await setUp(failing(1, (response) => sendJson(response, 503, {}, { 'retry-after': date })))
    expect((await ask()).requests).toBe(2)
  })

  it('500, with longer pauses', async () => {
    const outcome = await run(failing(2, (response) => sendJson(response, 500, {})))
    expectGood(outcome, 3)
    expect(outcome.waits).toEqual([2, 4])
  })

  it.each([
    [
      'a broken event',
      'protocol',
      (response) => sendStream(response, `${chunk('x')}data: {oops\n\n`),
    ],
    [
      'an error inside a stream',
      'server',
      (response) =>
        sendStream(response, `${chunk('x')}data: {"error":{"message":"overloaded"}}\n\n`),
    ],
    [
      'silence after the first piece',
      'idle-timeout',
      (response) => beginStream(response, chunk('x')),
    ],
    [
      'a stream that ends in the middle',
      'truncated',
      (response) => sendStream(response, chunk('x')),
    ],
    ['no answer at all', 'headers-timeout', () => undefined],
    [
      'a line that breaks',
      'network',
      (response) => {
        beginStream(response, chunk('x'))
        setImmediate(() => response.destroy())
      },
    ],
    [
      'a web page',
      'protocol',
      (response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
    ],
  ] as [string, string, Script][])('%s', async (_name, kind, fail) => {
    const once = await run(failing(1, fail))
    expectGood(once, 2)
    expect(once.restarts).toBe(1)
    await server!.close()
    const always = await run(failing(99, fail))
    expect(always.error?.kind).toBe(kind)
    expect(always.requests).toBe(3)
  })
})

describe('a failure that will not pass is not tried again', () => {
  it.each([
    [401, { error: { message: 'Incorrect API key provided: sk-very-secret' } }, 'auth'],
    [403, {}, 'auth'],
    [404, { error: 'model "test-model" not found' }, 'not-found'],
    [402, {}, 'quota'],
    [429, { error: { code: 'insufficient_quota', message: 'You exceeded your quota' } }, 'quota'],
    [400, { error: { message: 'Your credit balance is too low' } }, 'quota'],
    [400, { error: { code: 'context_length_exceeded', message: 'too long' } }, 'context'],
    [
      400,
      { error: { type: 'exceed_context_size_error', n_prompt_tokens: 9_000, n_ctx: 4_096 } },
      'context',
    ],
  ])('%i %j', async (status, body, kind) => {
    const { error, requests } = await run((response) => sendJson(response, status, body))
    expect(error?.kind).toBe(kind)
    expect(requests).toBe(1)
    expect(error?.message).not.toContain('sk-very-secret')
  })

  it('tells the sizes that llama.cpp tells', async () => {
    const body = {
      error: { type: 'exceed_context_size_error', n_prompt_tokens: 9_000, n_ctx: 4_096 },
    }
    const { error } = await run((response) => sendJson(response, 400, body))
    expect(error?.details).toMatchObject({ promptTokens: 9_000, contextTokens: 4_096 })
  })

  it('429 that asks for two minutes', async () => {
    const { error, requests } = await run((response) =>
      sendJson(response, 429, {}, { 'retry-after': '120' }),
    )
    expect(error).toMatchObject({ kind: 'rate', details: { retryAfterMs: 120_000 } })
    expect(requests).toBe(1)
  })

  it('an empty answer of a server that says 200', async () => {
    expect((await run((response) => sendStream(response, ''))).error?.kind).toBe('empty')
  })

  it('a redirect, which could carry the key away', async () => {
    const { error } = await run(
      (response) => void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
    )
    expect(error?.kind).toBe('protocol')
  })
})

describe('a used-up quota', () => {
  it('speaks for all rooms that come after', async () => {
    await setUp((response) => sendJson(response, 429, { error: { code: 'insufficient_quota' } }))
    expect((await ask()).error?.kind).toBe('quota')
    const { error } = await ask()
    expect(error?.kind).toBe('paused')
    expect(error?.message).toMatch(/^Not asked before \d\d:\d\d UTC: 429:/)
    expect(server!.requests).toHaveLength(1)
  })
})

describe('a server that refuses a parameter', () => {
  it('is asked with less, and is remembered', async () => {
    await setUp((response, { body }) => {
      if (body.response_format?.type === 'json_schema') {
        sendJson(response, 400, { error: { message: 'response_format is not supported' } })
      } else if (body.stream_options !== undefined) {
        sendJson(response, 400, { error: { message: 'unknown parameter stream_options' } })
      } else sendStream(response, streamOf(good))
    })
    expectGood(await ask(), 3)
    expectGood(await ask(), 4)
  })

  it('is given up when there is nothing left to leave out', async () => {
    const { error, requests } = await run((response) => sendJson(response, 400, {}))
    expect(error?.kind).toBe('bad-request')
    expect(requests).toBe(3)
  })

  it('is asked with everything again the next time, if leaving out has not helped', async () => {
    let broken = true
    await setUp((response) =>
      broken ? sendJson(response, 400, {}) : sendStream(response, streamOf(good)),
    )
    expect((await ask()).error?.kind).toBe('bad-request')
    broken = false
    expectGood(await ask(), 4)
    expect(server!.requests.at(-1)?.body.response_format?.type).toBe('json_schema')
  })
})

describe('a server that says nothing', () => {
  it('is told of, again and again, until it speaks', async () => {
    const told: number[] = []
    let speak = (): void => undefined
    server = await startScripted((response) => {
      beginStream(response, ': alive\n\n')
      speak = () => response.end(streamOf(good))
    })
    const { url: baseUrl } = server
    const patient = new ModelCaller({
      transport: openai.transport({ baseUrl, model: 'm' }),
      tellSilenceMs: 5,
    })
    const ports = {
      onText: () => undefined,
      onRestart: () => undefined,
      onSilence(milliseconds: number) {
        told.push(milliseconds)
        if (told.length === 3) speak()
      },
    }
    const answer = await patient.call(request, ports, new AbortController().signal)
    expect(answer.text).toBe(good)
    expect(told.slice(0, 3)).toEqual([5, 10, 15])
  })
})

describe('a server that gives the key back', () => {
  const key = 'sk-very-secret'

  it('in a refusal that is cut in the middle of it tells nobody any of it', async () => {
    for (let length = 280; length <= 312; length++) {
      const message = `${'x'.repeat(length)} ${key} ${JSON.stringify(key)}`
      const { error } = await run((response) => sendJson(response, 401, { error: { message } }))
      expect(error?.message).toContain('xxx')
      expect(error?.message).not.toContain('sk-v')
      await server!.close()
    }
    server = undefined
  })

  it.each([
    ['in an error of the stream', `data: ${JSON.stringify({ error: { message: key } })}\n\n`],
    ['in plain words', `Bad key ${key}`],
    ['in escapes', `data: {"error":"\\u0073k-very-secret"}\n\n`],
  ])('%s tells nobody', async (_how, body) => {
    await setUp((response) => sendStream(response, body))
    const { error } = await ask()
    expect(error?.message).toContain('***')
    expect(error?.message).not.toContain('very-secret')
  })

  it('in pieces of an answer shows none of them', async () => {
    const text = `before ${key} after`
    const pieces = [...text].map((char) => chunk(char)).join('')
    const { completion, text: shown } = await run((response) =>
      sendStream(response, pieces + chunk(null, 'stop') + done),
    )
    expect(completion?.text).toBe('before *** after')
    expect(shown).toBe('before *** after')
  })
})

describe('an abort', () => {
  it('in the middle of an answer ends it at once and hangs up', async () => {
    const controller = new AbortController()
    await setUp((response) => {
      beginStream(response, chunk('x'))
      setImmediate(() => controller.abort())
    })
    const { error, requests } = await ask(controller.signal)
    expect(error?.kind).toBe('aborted')
    expect(requests).toBe(1)
    await server!.hungUp()
  })

  it('ends a pause between two tries', async () => {
    const controller = new AbortController()
    await setUp((response) => {
      // Longer than a test may take.
      sendJson(response, 429, {}, { 'retry-after': '60' })
      setImmediate(() => controller.abort())
    })
    expect((await ask(controller.signal)).error?.kind).toBe('aborted')
  })
})

describe('a server that is not there', () => {
  it('is a network failure that names its reason', async () => {
    await setUp(() => undefined)
    const gone = server!
    await gone.close()
    const { error } = await ask()
    server = undefined
    expect(error?.kind).toBe('network')
    expect(error?.message).toContain('ECONNREFUSED')
  })
})
