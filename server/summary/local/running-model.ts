import { basename } from 'node:path'
import { localModelLimits } from './limits.ts'
import type { ChatOrder, Measured, StartOrder } from './protocol.ts'

type Engine = typeof import('node-llama-cpp')

/** A prompt that has no place in the context beside an answer. */
export class PromptTooLong extends Error {
  readonly promptTokens: number
  readonly contextTokens: number

  constructor(promptTokens: number, contextTokens: number) {
    super('the prompt exceeds the available context size')
    this.promptTokens = promptTokens
    this.contextTokens = contextTokens
  }
}

export interface ChatResult {
  finish: 'stop' | 'length'
  promptTokens: number
  completionTokens: number
}

/** A model in memory. One chat at a time; the caller sees to it. */
export interface RunningModel {
  name: string
  contextTokens: number
  /** Rejects with `PromptTooLong`, or with the reason of `signal` within a batch of tokens. */
  chat(order: ChatOrder, onText: (piece: string) => void, signal: AbortSignal): Promise<ChatResult>
  measure(): Promise<Measured>
}

/** The part of the program that runs models is optional: it may not be installed. */
export const loadEngine = (): Promise<Engine> => import('node-llama-cpp')

/**
 * Loads a GGUF file. Only ready-made machine code is used: nothing is downloaded or compiled.
 *
 * @throws Error in the words of the engine where the file is none, or memory is short
 */
export async function loadModel(
  engine: Engine,
  { file, threads, contextTokens: wanted }: StartOrder,
): Promise<RunningModel> {
  const llama = await engine.getLlama({
    gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: engine.LlamaLogLevel.disabled,
    maxThreads: threads,
  })
  const model = await llama.loadModel({ modelPath: file })
  const contextTokens = Math.min(wanted, model.trainContextSize)
  const context = await model.createContext({
    contextSize: contextTokens,
    threads,
    batchSize: Math.min(localModelLimits.batchTokens, contextTokens),
  })
  const sequence = context.getSequence()
  const tokens = (text: string): number => model.tokenize(text).length

  async function chat(
    { system, user, maxTokens, schema }: ChatOrder,
    onText: (piece: string) => void,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    const promptTokens = tokens(system) + tokens(user)
    // A few tokens tell who speaks; without room for an answer there is no use in reading.
    if (promptTokens + Math.min(maxTokens, 256) > contextTokens - 32) {
      throw new PromptTooLong(promptTokens, contextTokens)
    }
    const grammar =
      schema === null
        ? null
        : await llama.createGrammarForJsonSchema(
            schema as Parameters<typeof llama.createGrammarForJsonSchema>[0],
          )
    const session = new engine.LlamaChatSession({ contextSequence: sequence, systemPrompt: system })
    try {
      let written = ''
      const { stopReason } = await session.promptWithMeta(user, {
        // Never undefined, whatever the types of its overloads say: without one it is left out.
        ...(grammar === null ? {} : { grammar }),
        // Beyond the context the engine would forget the beginning of the prompt.
        maxTokens: Math.max(1, Math.min(maxTokens, contextTokens - promptTokens - 32)),
        // A little chance keeps small models from saying the same for ever; the same chance each time.
        temperature: 0.3,
        seed: 7,
        budgets: { thoughtTokens: 0 },
        signal,
        onTextChunk(piece) {
          written += piece
          onText(piece)
        },
      })
      return {
        finish: stopReason === 'maxTokens' ? 'length' : 'stop',
        promptTokens,
        completionTokens: tokens(written),
      }
    } finally {
      session.dispose({ disposeSequence: false })
      await sequence.clearHistory()
    }
  }

  async function measure(): Promise<Measured> {
    const { measuredPrompt, measuredAnswer } = localModelLimits
    const words = 'Ann said that the ferry leaves at nine and Ben asked who brings the tickets. '
    const text = words.repeat(Math.ceil(measuredPrompt / tokens(words)))
    const prompt = model.tokenize(text).slice(0, Math.min(measuredPrompt, contextTokens - 64))
    await sequence.clearHistory()
    const began = performance.now()
    let read = 0
    let written = 0
    const tokensOfAnswer = sequence.evaluate(prompt, { yieldEogToken: true, temperature: 0 })
    while (written <= measuredAnswer && (await tokensOfAnswer.next()).done !== true) {
      if (written === 0) read = performance.now() - began
      written++
    }
    await tokensOfAnswer.return()
    const writing = performance.now() - began - read
    await sequence.clearHistory()
    return {
      readPerSecond: perSecond(prompt.length, read),
      writtenPerSecond: perSecond(Math.max(1, written - 1), writing),
      threads,
    }
  }

  return { name: basename(file), contextTokens, chat, measure }
}

const perSecond = (count: number, milliseconds: number): number =>
  count / (Math.max(1, milliseconds) / 1_000)
