import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Summary } from '../../server/contract/summary.ts'
import { createSummaryEngine, type ModelChoice } from '../../server/summary/choose.ts'
import { modelFileOf } from '../../server/summary/local/model-file.ts'
import { createModelHost } from '../../server/summary/local/model-host.ts'
import { reachLocal } from '../../server/summary/local/reach.ts'
import { forkModelProcess, modelProcessEntry } from '../../server/summary/local/start-process.ts'
import { allFeatures } from '../../server/summary/model/features.ts'
import { answerSchema, partPrompt } from '../../server/summary/model/prompt.ts'
import { local } from '../../server/summary/providers/local.ts'
import { probeModelServer } from '../../server/summary/probe/probe.ts'
import { message, room } from './room.ts'
import { loadEngine } from './tiny-server.ts'
import { writeTinyModel } from './tiny-model.ts'

const engine = await loadEngine()
if (engine === null) {
  process.stderr.write(
    'SKIPPED: no model engine on this system (node-llama-cpp is optional, and locked for Linux on x64), ' +
      'so tests/summary/local-model.test.ts proves nothing here\n',
  )
}

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-local-'))
  file = join(folder, 'tiny.gguf')
  writeTinyModel(file, 8_192)
})
afterAll(() => rm(folder, { recursive: true }))

/** One process for all tests that do not end it: it takes a second or two to start. */
const host = createModelHost(() => forkModelProcess(modelProcessEntry()))
afterAll(() => host.stop())

const choiceOf = (path: string): ModelChoice => ({
  engine: 'local',
  baseUrl: 'http://127.0.0.1',
  model: 'tiny.gguf',
  file: path,
})
const question = {
  ...partPrompt(['{"id":"m1","who":"Ann","text":"The pump is fine."}']),
  ...allFeatures,
  maxTokens: 500,
  schema: answerSchema,
}
const reached = async (path = file): Promise<ModelChoice> =>
  (await reachLocal(choiceOf(path), host)) as ModelChoice

const talk = Array.from({ length: 5 }, (_, index) =>
  message(index + 1, `user${index % 3}`, `The pump of house ${index} was looked at and is fine.`),
)
const summaryBy = (choice: ModelChoice): Promise<Summary> =>
  createSummaryEngine(choice).summarize(
    { room, total: talk.length, messages: () => [talk] },
    () => undefined,
    new AbortController().signal,
  )

/** Resolves once nothing listens any more where the model was. */
async function gone(baseUrl: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${baseUrl}/facts`)
    } catch {
      return
    }
    await setImmediate()
  }
}

describe.skipIf(engine === null)('a model on this computer', { timeout: 60_000 }, () => {
  it('is asked in a process of its own, and nonsense of it gets into no summary', async () => {
    const choice = await reached()
    expect(choice.contextTokens).toBe(8_192)
    const summary = await summaryBy(choice)
    // A model of noise has no message to cite, so quotes take its place; it was asked and counted all the same.
    expect(summary.method.fallbackReason).toMatch(/tiny\.gguf at localhost/)
    expect(summary.method.fallback).toMatchObject({ params: { reason: { code: 'model_empty' } } })
    expect(summary.usage).toMatchObject({ estimated: false })
    expect(summary.usage!.inputTokens).toBeGreaterThan(1_000)
    expect(summary.usage!.outputTokens).toBeGreaterThan(10)
  })

  it('answers nobody without the token of its start', async () => {
    const { baseUrl } = await reached()
    expect((await fetch(`${baseUrl}/facts`)).status).toBe(401)
    const headers = { authorization: 'Bearer wrong' }
    expect((await fetch(`${baseUrl}/chat`, { method: 'POST', headers, body: '{}' })).status).toBe(
      401,
    )
  })

  it('is loaded once for all who ask, and gives way to another file', async () => {
    const [one, other] = await Promise.all([reached(), reached()])
    expect(other.baseUrl).toBe(one.baseUrl)
    const second = join(folder, 'second.gguf')
    writeTinyModel(second, 4_096)
    const next = await reached(second)
    expect(next.baseUrl).not.toBe(one.baseUrl)
    expect(next.contextTokens).toBe(4_096)
    await gone(one.baseUrl)
  })

  it('stops writing when nobody waits for it any more, and can be asked again', async () => {
    const choice = await reached()
    const cancel = new AbortController()
    const long = { ...question, maxTokens: 4_000, format: 'text' } as const
    let pieces = 0
    const work = local.transport(choice).chat(
      long,
      () => {
        pieces++
        cancel.abort(new Error('cancelled'))
      },
      cancel.signal,
    )
    await expect(work).rejects.toMatchObject({ kind: 'aborted' })
    expect(pieces).toBeGreaterThan(0)
    // The next one is answered only after the first has let go of the model.
    const next = await local
      .transport(choice)
      .chat(
        { ...question, maxTokens: 5, format: 'text' },
        () => undefined,
        new AbortController().signal,
      )
    expect(next.completionTokens).toBeLessThanOrEqual(8)
  })

  it('says how large its context is where a prompt does not fit', async () => {
    const choice = await reached()
    const user = 'The ferry leaves at nine. '.repeat(2_000)
    const work = local
      .transport(choice)
      .chat({ ...question, user }, () => undefined, new AbortController().signal)
    await expect(work).rejects.toMatchObject({
      kind: 'context',
      details: { contextTokens: 8_192, promptTokens: expect.any(Number) as number },
    })
  })

  it('ends with the program, and is started anew by the next who needs it', async () => {
    const first = await reached()
    host.stop()
    await gone(first.baseUrl)
    const second = await reached()
    expect(second.failure).toBeUndefined()
    expect(second.baseUrl).not.toBe(first.baseUrl)
  })

  it('ends when the program that has started it is gone', async () => {
    const child = fork(modelProcessEntry(), [], { execArgv: ['--import', 'tsx'] })
    child.send({ file, token: 'x', contextTokens: 1_024, threads: 1 })
    const [report] = (await once(child, 'message')) as [unknown]
    expect(report).toMatchObject({ type: 'ready' })
    child.disconnect()
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  it('is measured by its test, and says what that means for a room', async () => {
    const answer = await probeModelServer(await reached(), new AbortController().signal)
    expect(answer).toMatchObject({ models: ['tiny.gguf'], contextTokens: 8_192 })
    const { readPerSecond, writtenPerSecond, secondsPerThousandMessages, threads } = answer.speed!
    expect(readPerSecond).toBeGreaterThan(10)
    expect(writtenPerSecond).toBeGreaterThan(10)
    expect(secondsPerThousandMessages).toBeGreaterThan(0)
    expect(threads).toBeGreaterThan(0)
  })

  it('that is none is refused in words, and the room is quoted', async () => {
    const broken = join(folder, 'broken.gguf')
    await writeFile(broken, `GGUF${'x'.repeat(4_000)}`)
    const choice = await reached(broken)
    expect(choice.failure?.reason).toBe('model')
    const summary = await summaryBy(choice)
    expect(summary.method.kind).toBe('extractive')
    expect(summary.method.fallback).toMatchObject({
      params: { reason: { code: 'model_not_loaded', params: { context: 'model' } } },
    })
    const answer = await probeModelServer(choice, new AbortController().signal)
    expect(answer).toMatchObject({ ok: false, said: { code: 'model_not_loaded' } })
  })
})

it('is named by its file in the folder of models, or by a path', () => {
  expect(modelFileOf(folder, 'tiny.gguf')).toBe(file)
  expect(modelFileOf('/elsewhere', file)).toBe(file)
  expect(modelFileOf('/elsewhere', './tiny.gguf')).toBe(resolve('tiny.gguf'))
})

describe('a model that is not there', () => {
  it.each([
    ['no such file', 'missing.gguf', 'no such file'],
    ['a file of another kind', 'text.gguf', 'not a GGUF file'],
  ])('is %s: nothing is started for it', async (_what, name, words) => {
    await writeFile(join(folder, 'text.gguf'), 'Hello, I am a letter.')
    let started = 0
    const counting = createModelHost(() => {
      started++
      return forkModelProcess(modelProcessEntry())
    })
    const { failure } = (await reachLocal(choiceOf(join(folder, name)), counting)) as ModelChoice
    expect(failure).toEqual({ reason: 'file', words })
    expect(started).toBe(0)
  })

  it('whose process dies at once says so', async () => {
    const dying = createModelHost(() => forkModelProcess(join(folder, 'no-program.js')))
    expect(await reachLocal(choiceOf(file), dying)).toMatchObject({ failure: { reason: 'ended' } })
  })
})
