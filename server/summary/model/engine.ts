import { modelLimits } from '../../contract/limits.ts'
import { summaryLimits } from '../limits.ts'
import type { HearStage } from '../../contract/stage-event.ts'
import type { Summary } from '../../contract/summary.ts'
import { createModelMemory, type ModelMemory } from '../../ports/model-memory.ts'
import type { SummaryEngine } from '../engine.ts'
import { readRoom } from '../extractive/engine.ts'
import { ModelCaller } from './calls.ts'
import { ModelError } from './errors.ts'
import { fallbackOf } from './fallback.ts'
import type { Sizes } from './reading.ts'
import { quotingShare, RoomRun, type ModelSetup } from './room-run.ts'
import { Calibration } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import { UsageMeter, type Prices } from './usage.ts'

export interface ModelEngineOptions {
  transport: ModelTransport
  /** Tokens that fit into one call, prompt and answer together. Default: what `askContextTokens` finds. */
  contextTokens?: number | undefined
  /** Asks the server for the size of its context, once. Undefined: it does not say. */
  askContextTokens?: ((signal: AbortSignal) => Promise<number | undefined>) | undefined
  /** Tokens an answer may have. Default `summaryLimits.answerTokens`, at most half of the context. */
  answerTokens?: number | undefined
  /** Prices of a million tokens; without them cost is not counted. */
  prices?: Prices | null | undefined
  /** Most that one report may cost. Default: no cap. */
  maxCost?: number | null | undefined
  /** Calls that one room makes at once. Default `summaryLimits.localCalls`. */
  calls?: number | undefined
  /** Milliseconds for all calls of one room. Default `summaryLimits.roomMs`. */
  roomMs?: number | undefined
  /** Answers that were paid for, and the health of servers. Default: known to this engine alone. */
  memory?: ModelMemory | undefined
  random?: (() => number) | undefined
  now?: (() => number) | undefined
  backoffMs?: number | undefined
}

/**
 * Summaries written by a model behind any `ModelTransport`.
 *
 * The quoting engine runs first: it gives what a model must not make up (people, links, counts), the
 * quotes that keep the merging to the facts, and the summary of a room for which the model fails.
 * So no room ends without a summary, and `method.fallbackReason` says why the model did not write it.
 */
export function createModelEngine(options: ModelEngineOptions): SummaryEngine {
  const { transport, prices = null, maxCost = null } = options
  const memory = options.memory ?? createModelMemory()
  const caller = new ModelCaller({ ...options, memory })
  const calibration = new Calibration()
  let sizes: Promise<Sizes> | null = null
  const setupFor = async (signal: AbortSignal): Promise<ModelSetup> => {
    if (maxCost !== null && prices === null) {
      throw new ModelError('budget', 'A report may cost so much at most, but no prices are set')
    }
    sizes ??= askedSizes(options, signal)
    const known = await sizes.catch(() => {
      // The server could not be asked now; it is asked again for the next room.
      sizes = null
      return sizesOf(options, undefined)
    })
    return {
      transport,
      caller,
      calibration,
      memory,
      calls: options.calls ?? summaryLimits.localCalls,
      roomMs: options.roomMs ?? summaryLimits.roomMs,
      cap: maxCost === null || prices === null ? null : { prices, maxCost },
      sizes: known,
    }
  }
  return {
    name: transport.name,
    async summarize(input, hear, signal) {
      const hearQuoting: HearStage = (event) => {
        if (event.type !== 'progress') return
        hear({ ...event, done: Math.floor(event.done * quotingShare) })
      }
      const reading = await readRoom(input, hearQuoting, signal)
      const { summary: quoted } = reading
      const meter = new UsageMeter(prices)
      const usage = (): Pick<Summary, 'usage'> => (meter.isUsed ? { usage: meter.total() } : {})
      try {
        if (quoted.coverage.messages === 0) return quoted
        const run = new RoomRun(await setupFor(signal), hear, meter, signal)
        return { ...(await run.write(input, reading)), ...usage() }
      } catch (error) {
        signal.throwIfAborted()
        const method = {
          ...quoted.method,
          fallbackReason: reasonOf(error, transport),
          fallback: fallbackOf(error, transport),
        }
        return { ...quoted, method, ...usage() }
      } finally {
        const { total } = input
        if (!signal.aborted) hear({ type: 'progress', done: total, total, unit: 'messages' })
      }
    },
  }
}

/** The size of the context by the settings, else by the server. */
async function askedSizes(options: ModelEngineOptions, signal: AbortSignal): Promise<Sizes> {
  const found =
    options.contextTokens === undefined ? await options.askContextTokens?.(signal) : undefined
  return sizesOf(options, found)
}

/** @param found what the server says; undefined: a careful guess is made */
function sizesOf(options: ModelEngineOptions, found: number | undefined): Sizes {
  const { answerTokens = summaryLimits.answerTokens } = options
  const contextTokens =
    options.contextTokens ??
    Math.min(found ?? modelLimits.contextTokens, summaryLimits.maxContextTokens)
  return { contextTokens, answerTokens: Math.min(answerTokens, Math.floor(contextTokens / 2)) }
}

function reasonOf(error: unknown, { model, host }: ModelTransport): string {
  const words = error instanceof Error ? error.message : 'unknown error'
  return error instanceof ModelError && error.kind === 'budget'
    ? `Too dear for ${model} at ${host}: ${words}`
    : `Model unavailable (${model} at ${host}): ${words}`
}
