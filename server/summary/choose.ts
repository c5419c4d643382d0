import { modelLimits } from '../contract/limits.ts'
import { createAnthropicTransport } from './anthropic/transport.ts'
import type { SummaryEngine } from './engine.ts'
import { createExtractiveEngine } from './extractive/engine.ts'
import { createModelEngine } from './model/engine.ts'
import type { ModelServer, ModelTransport } from './model/transport.ts'
import type { Prices } from './model/usage.ts'
import { createOllamaTransport } from './ollama/transport.ts'
import { createOpenaiTransport } from './openai/transport.ts'

/** Which engine runs, as plain values: they cross to a worker thread by structured cloning. */
export type SummaryChoice =
  | { engine: 'extractive' }
  | (ModelServer & {
      /** `openai` stands for every server with `/chat/completions` below `baseUrl`. */
      engine: 'openai' | 'ollama' | 'anthropic'
      /** Default `modelLimits.contextTokens`. */
      contextTokens?: number | undefined
      /** Default `modelLimits.answerTokens`. */
      answerTokens?: number | undefined
      /** Prices of a million tokens; null or absent: cost is not counted. */
      prices?: Prices | null | undefined
      /** Most that one report may cost, in the currency of the prices; null or absent: no cap. */
      maxCost?: number | null | undefined
    })

/** One engine serves all rooms of a thread: it remembers what a server can do, and when it cannot. */
export function createSummaryEngine(choice: SummaryChoice): SummaryEngine {
  if (choice.engine === 'extractive') return createExtractiveEngine()
  return createModelEngine({ ...choice, transport: transportOf(choice) })
}

/** How to talk to the server of a choice. */
export function transportOf(
  choice: Exclude<SummaryChoice, { engine: 'extractive' }>,
): ModelTransport {
  switch (choice.engine) {
    case 'openai':
      return createOpenaiTransport(choice)
    case 'ollama':
      return createOllamaTransport({
        ...choice,
        contextTokens: choice.contextTokens ?? modelLimits.contextTokens,
      })
    case 'anthropic':
      return createAnthropicTransport(choice)
  }
}
