import { modelLimits } from '../../contract/limits.ts'
import type { Summary } from '../../contract/summary.ts'
import type { SummaryEngine } from '../engine.ts'
import { createExtractiveEngine } from '../extractive/engine.ts'
import { ModelCaller } from './calls.ts'
import { quotingShare, RoomRun, type ModelSetup } from './room-run.ts'
import { Calibration } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import { UsageMeter, type Prices } from './usage.ts'

export interface ModelEngineOptions {
  transport: ModelTransport
  /** Tokens that fit into one call, prompt and answer together. Default `modelLimits.contextTokens`. */
  contextTokens?: number | undefined
  /** Tokens an answer may have. Default `modelLimits.answerTokens`, at most half of the context. */
  answerTokens?: number | undefined
  /** Prices of a million tokens; without them cost is not counted. */
  prices?: Prices | null | undefined
  random?: (() => number) | undefined
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
  const contextTokens = options.contextTokens ?? modelLimits.contextTokens
  const setup: ModelSetup = {
    transport: options.transport,
    contextTokens,
    answerTokens: Math.min(
      options.answerTokens ?? modelLimits.answerTokens,
      Math.floor(contextTokens / 2),
    ),
    caller: new ModelCaller(options),
    calibration: new Calibration(),
  }
  const quoting = createExtractiveEngine()
  return {
    name: options.transport.name,
    async summarize(input, ports, signal) {
      const onProgress = (done: number, total: number): void =>
        ports.onProgress(Math.floor(done * quotingShare), total)
      const quoted = await quoting.summarize(input, { onProgress }, signal)
      const meter = new UsageMeter(options.prices ?? null)
      const usage = (): Pick<Summary, 'usage'> => (meter.isUsed ? { usage: meter.total() } : {})
      try {
        if (quoted.coverage.messages === 0) return quoted
        const written = await new RoomRun(setup, ports, meter, signal).write(input, quoted)
        return { ...written, ...usage() }
      } catch (error) {
        signal.throwIfAborted()
        const method = { ...quoted.method, fallbackReason: reasonOf(error, setup) }
        return { ...quoted, method, ...usage() }
      } finally {
        if (!signal.aborted) ports.onProgress(input.total, input.total)
      }
    },
  }
}

function reasonOf(error: unknown, { transport }: ModelSetup): string {
  const words = error instanceof Error ? error.message : 'unknown error'
  return `Model unavailable (${transport.model} at ${transport.host}): ${words}`
}
