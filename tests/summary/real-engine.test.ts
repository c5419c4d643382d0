import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createSummaryEngine } from '../../server/summary/choose.ts'
import { ModelCaller } from '../../server/summary/model/calls.ts'
import { answerSchema, partPrompt } from '../../server/summary/model/prompt.ts'
import { openai } from '../../server/summary/providers/openai.ts'
import { probeModelServer } from '../../server/summary/probe/probe.ts'
import { message, room } from './room.ts'
import { loadEngine, startTinyServer, type TinyServer } from './tiny-server.ts'

const engine = await loadEngine()
if (engine === null) {
  process.stderr.write(
    'SKIPPED: no real model engine on this system (node-llama-cpp comes for Linux on x64), so ' +
      'tests/summary/real-engine.test.ts proves nothing here\n',
  )
}

/** The schema of `answerSchema` again, by another hand: nothing may be missing, and nothing more. */
const Item = z.strictObject({ text: z.string(), source: z.string() })
const StrictAnswer = z.strictObject({
  headline: z.string(),
  keyPoints: z.array(Item),
  decisions: z.array(Item),
  actionItems: z.array(
    Item.extend({
      kind: z.enum(['request', 'commitment']),
      owner: z.string().nullable(),
      due: z.string().nullable(),
    }),
  ),
  openQuestions: z.array(Item),
  answered: z.array(Item.extend({ answer: z.string() })),
  timeline: z.array(z.strictObject({ conversation: z.string(), title: z.string() })),
})

const talk = Array.from({ length: 40 }, (_, index) =>
  message(index + 1, `user${index % 3}`, `The pump of house ${index} was looked at and is fine.`),
)

let server: TinyServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const callerOf = ({ url }: TinyServer): ModelCaller =>
  new ModelCaller({ transport: openai.transport({ baseUrl: url, model: 'tiny' }) })

const question = {
  ...partPrompt(['{"id":"m1","who":"Ann","text":"The pump is fine."}']),
  maxTokens: 4_000,
  schema: answerSchema,
}

describe.skipIf(engine === null)('a real model engine', { timeout: 60_000 }, () => {
  it('writes an answer that fits our schema, in pieces, and counts its tokens', async () => {
    server = await startTinyServer(engine!, 8_192)
    let pieces = 0
    const caller = callerOf(server)
    const answer = await caller.call(
      question,
      { onText: () => pieces++, onRestart: () => undefined },
      new AbortController().signal,
    )
    expect(answer.finish).toBe('stop')
    StrictAnswer.parse(JSON.parse(answer.text))
    expect(pieces).toBeGreaterThan(10)
    expect(answer.promptTokens).toBeGreaterThan(1_000)
    expect(answer.completionTokens).toBeGreaterThan(50)
    expect(caller.format).toBe('schema')
  })

  it('stops writing when it is aborted', async () => {
    server = await startTinyServer(engine!, 8_192)
    const controller = new AbortController()
    const work = callerOf(server).call(
      question,
      { onText: () => controller.abort(), onRestart: () => undefined },
      controller.signal,
    )
    await expect(work).rejects.toMatchObject({ kind: 'aborted' })
    await server.settled()
    expect(server.chats).toEqual([0])
  })

  it('says how small its context is, and the room is read in smaller parts', async () => {
    server = await startTinyServer(engine!, 4_096)
    const choice = { engine: 'openai', baseUrl: server.url, model: 'tiny' } as const
    // Told that it is large, so that the first prompt does not fit.
    const summary = await createSummaryEngine({ ...choice, contextTokens: 60_000 }).summarize(
      { room, total: talk.length, messages: () => [talk] },
      () => undefined,
      new AbortController().signal,
    )
    expect(server.chats[0]).toBe(400)
    expect(server.chats.filter((status) => status === 200).length).toBeGreaterThan(1)
    expect(summary.coverage.messages).toBe(40)
    expect(summary.usage?.calls).toBeGreaterThan(1)
    expect(summary.usage?.estimated).toBe(false)
  })

  it('that talks nonsense puts none of it into a summary', async () => {
    server = await startTinyServer(engine!, 8_192)
    const choice = { engine: 'openai', baseUrl: server.url, model: 'tiny' } as const
    const summary = await createSummaryEngine(choice).summarize(
      { room, total: 5, messages: () => [talk.slice(0, 5)] },
      () => undefined,
      new AbortController().signal,
    )
    expect(server.chats).toContain(200)
    expect(summary.method.kind).toBe('extractive')
    expect(summary.method.fallbackReason).toMatch(/could be traced to a message/)
    for (const point of summary.keyPoints) {
      expect(talk.some(({ text }) => text.includes(point.text))).toBe(true)
    }
  })

  it('is found by the test of a server, with its model and its context', async () => {
    server = await startTinyServer(engine!, 4_096)
    const answer = await probeModelServer(
      { engine: 'openai', baseUrl: server.url, model: 'tiny' },
      new AbortController().signal,
    )
    expect(answer).toMatchObject({ models: ['tiny'], contextTokens: 4_096 })
    expect(answer.detail).toMatch(/^tiny answers/)
  })
})
