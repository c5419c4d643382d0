import { afterEach, expect, it } from 'vitest'
import { message, room } from '../../../tests/summary/room.ts'
import {
  startScripted,
  type AskedBody,
  type ScriptedServer,
} from '../../../tests/summary/scripted-server.ts'
import { createModelEngine } from '../index.ts'
import { ollama } from './ollama.ts'

let server: ScriptedServer | undefined
afterEach(() => server?.close())

const messages = Array.from({ length: 60 }, (_, index) =>
  message(
    index + 1,
    'Ann',
    `The printer on floor ${index} prints empty pages again and again today.`,
  ),
)
const linesIn = (body: AskedBody): number =>
  body.messages[1]!.content.match(/^\{"id":/gm)?.length ?? 0
const answer = JSON.stringify({
  headline: 'Printers',
  keyPoints: [{ text: 'Empty pages.', source: 'm3' }],
  decisions: [],
  actionItems: [],
  openQuestions: [],
})

const lines = (promptTokens: number): string =>
  [
    { message: { content: answer.slice(0, 30) }, done: false },
    { message: { content: '', thinking: 'hm' }, done: false },
    { message: { content: answer.slice(30) }, done: false },
    {
      message: { content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: promptTokens,
      eval_count: 9,
    },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

const summarize = (url: string) =>
  createModelEngine({
    transport: ollama.transport({ baseUrl: url, model: 'tiny' }),
    contextTokens: 16_000,
  }).summarize(
    { room, total: messages.length, messages: () => [messages] },
    () => undefined,
    new AbortController().signal,
  )

it('speaks the native interface with the size of the context and a schema', async () => {
  server = await startScripted(async (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (const byte of Buffer.from(lines(2_500))) response.write(Buffer.from([byte]))
    response.end()
  })
  const summary = await summarize(server.url)
  expect(summary.method).toMatchObject({ engine: 'ollama', kind: 'generative' })
  expect(summary.headline).toBe('Printers')
  const { path, body } = server.requests[0]!
  expect(path).toBe('/api/chat')
  expect(body.options?.num_ctx).toBe(16_000)
  expect(body.format?.required).toContain('headline')
})

it('notices a prompt that was cut silently, and sends less', async () => {
  const limit = 1_400
  server = await startScripted((response, { body }) => {
    const counted = Math.ceil(JSON.stringify(body.messages).length / 3.5)
    response
      .writeHead(200, { 'content-type': 'application/x-ndjson' })
      .end(lines(Math.min(limit, counted)))
  })
  const summary = await summarize(server.url)
  expect(summary.method.kind).toBe('generative')
  expect(server.requests.length).toBeGreaterThan(2)
  expect(linesIn(server.requests[0]!.body)).toBe(60)
  expect(linesIn(server.requests[1]!.body)).toBe(30)
})

it('takes an error in the stream for one', async () => {
  server = await startScripted((response) => {
    response
      .writeHead(200, { 'content-type': 'application/x-ndjson' })
      .end('{"error":"model runner has unexpectedly stopped"}\n')
  })
  const summary = await summarize(server.url)
  expect(summary.method.fallbackReason).toMatch(/model runner has unexpectedly stopped/)
  expect(server.requests).toHaveLength(3)
})

it('asks a model that only thinks to write instead, and remembers it', async () => {
  const write = (...said: object[]): string =>
    [...said.map((each) => ({ message: each, done: false })), { done: true, done_reason: 'stop' }]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('')
  server = await startScripted((response, { body }) => {
    const thinks = (body as { think?: boolean }).think !== false
    response
      .writeHead(200, { 'content-type': 'application/x-ndjson' })
      .end(thinks ? write({ content: '', thinking: answer }) : write({ content: answer }))
  })
  const engine = createModelEngine({
    transport: ollama.transport({ baseUrl: server.url, model: 'tiny' }),
    contextTokens: 16_000,
  })
  const one = () =>
    engine.summarize(
      { room, total: messages.length, messages: () => [messages] },
      () => undefined,
      new AbortController().signal,
    )
  expect((await one()).method.kind).toBe('generative')
  expect((await one()).method.kind).toBe('generative')
  const asked = server.requests.map(({ body }) => (body as { think?: boolean }).think)
  expect(asked).toEqual([undefined, false, false])
})
