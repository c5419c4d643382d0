import { modelLimits } from '../contract/limits.ts'
import { summaryLimits } from './limits.ts'
import { localModelLimits } from './local/limits.ts'
import type { ModelEngineName } from '../contract/model-providers.ts'
import type { SummaryEngine } from './engine.ts'
import type { ModelMemory } from '../ports/model-memory.ts'
import { createExtractiveEngine } from './extractive/engine.ts'
import { createModelEngine } from './model/engine.ts'
import { ModelError } from './model/errors.ts'
import { isLocal } from './model/local.ts'
import type { ModelServer } from './model/transport.ts'
import type { Prices } from './model/usage.ts'
import { providers } from './providers/index.ts'

export type ModelChoice = Exclude<SummaryChoice, { engine: 'extractive' }>

/** Which engine runs, as plain values: they cross to a worker thread by structured cloning. */
export type SummaryChoice =
  | { engine: 'extractive' }
  | (ModelServer & {
      /**
       * `openai` stands for every server with `/chat/completions` below `baseUrl`, `local` for a file whose
       * process is reached before it is asked.
       */
      engine: ModelEngineName
      /** Default `modelLimits.contextTokens`. */
      contextTokens?: number | undefined
      /** Default `summaryLimits.answerTokens`. */
      answerTokens?: number | undefined
      /** Prices of a million tokens; null or absent: cost is not counted. */
      prices?: Prices | null | undefined
      /** Most that one report may cost, in the currency of the prices; null or absent: no cap. */
      maxCost?: number | null | undefined
    })

/**
 * One engine serves all rooms of a thread: it remembers what a server can do.
 *
 * @param memory answers that were paid for, and the health of servers, for all threads; without it each
 *   engine knows only its own
 */
export function createSummaryEngine(choice: SummaryChoice, memory?: ModelMemory): SummaryEngine {
  if (choice.engine === 'extractive') return createExtractiveEngine()
  return createModelEngine({
    ...choice,
    memory,
    transport: providers[choice.engine].transport(choice),
    ...(choice.engine === 'local' && {
      answerTokens: choice.answerTokens ?? usualAnswerTokens(choice),
      roomMs: localModelLimits.roomMs,
    }),
    calls: isLocal(choice.baseUrl) ? summaryLimits.localCalls : summaryLimits.remoteCalls,
    askContextTokens: (signal) => contextTokensOf(choice, signal),
  })
}

/** Whether the messages of a room go to another computer to be summarised. */
export const leavesComputer = (choice: SummaryChoice): boolean =>
  choice.engine !== 'extractive' && !isLocal(choice.baseUrl)

/** Tokens of the context that a server of this kind mostly has, without asking it. */
export const usualContextTokens = (choice: ModelChoice): number =>
  providers[choice.engine].knownContextTokens(choice) ?? modelLimits.contextTokens

/** Tokens that an answer may have where nobody says otherwise: on this computer they take long to write. */
export const usualAnswerTokens = ({ engine }: ModelChoice): number =>
  engine === 'local' ? localModelLimits.answerTokens : summaryLimits.answerTokens

/** Failures that say nothing of what the server would tell another time. */
const passing: ReadonlySet<string> = new Set([
  'aborted',
  'headers-timeout',
  'idle-timeout',
  'network',
  'server',
])

/**
 * Tokens of the context: what the well-known ones are known to hold, else what the server says.
 *
 * @throws ModelError if the server could not be asked
 */
async function contextTokensOf(
  choice: ModelChoice,
  signal: AbortSignal,
): Promise<number | undefined> {
  const provider = providers[choice.engine]
  const known = provider.knownContextTokens(choice)
  if (known !== null) return known
  const clock = AbortSignal.timeout(summaryLimits.lookupMs)
  try {
    const facts = await provider.facts(choice, AbortSignal.any([signal, clock]))
    return facts.contextTokens
  } catch (error) {
    if (!(error instanceof ModelError) || passing.has(error.kind)) throw error
    // A server that does not answer this question may well answer the one that counts.
    return undefined
  }
}
