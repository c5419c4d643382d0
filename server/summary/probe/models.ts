import type { ModelList, ModelServerFound } from '../../contract/settings.ts'
import type { ModelChoice, SummaryChoice } from '../choose.ts'
import { ModelError } from '../model/errors.ts'
import { providers } from '../providers/index.ts'

/** Milliseconds for a list: a server on this computer answers at once, one elsewhere soon. */
const listMs = 10_000
/** Milliseconds in which a server on this computer says that it is there. */
const hereMs = 1_500

/** Where programs that serve models listen, as they come. */
const usual: readonly Pick<ModelServerFound, 'engine' | 'baseUrl'>[] = [
  { engine: 'ollama', baseUrl: 'http://127.0.0.1:11434' },
  // LM Studio, llama.cpp, vLLM, Jan
  { engine: 'openai', baseUrl: 'http://127.0.0.1:1234/v1' },
  { engine: 'openai', baseUrl: 'http://127.0.0.1:8080/v1' },
  { engine: 'openai', baseUrl: 'http://127.0.0.1:8000/v1' },
  { engine: 'openai', baseUrl: 'http://127.0.0.1:1337/v1' },
]

/** The models that a server offers, by its address alone: no model is asked. Never rejects. */
export async function listModels(
  choice: SummaryChoice,
  signal: AbortSignal,
  milliseconds = listMs,
): Promise<ModelList> {
  if (choice.engine === 'extractive' || choice.engine === 'local') return { ok: true, models: [] }
  try {
    const both = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
    const { models = [] } = await providers[choice.engine].facts(choice, both)
    return { ok: true, models }
  } catch (error) {
    const kind = error instanceof ModelError ? error.kind : 'unknown'
    return { ok: false, models: [], needsKey: kind === 'auth' }
  }
}

/**
 * Servers of models that listen on this computer, at the addresses at which they are usually found. Asked
 * for on request only; one that offers no model is none.
 *
 * @param places default: the usual ones
 */
export async function findModelServers(
  signal: AbortSignal,
  places: readonly Pick<ModelServerFound, 'engine' | 'baseUrl'>[] = usual,
): Promise<ModelServerFound[]> {
  const found = await Promise.all(
    places.map(async (place) => {
      const choice = { ...place, model: '' } as ModelChoice
      const { models } = await listModels(choice, signal, hereMs)
      return models.length === 0 ? [] : [{ ...place, models }]
    }),
  )
  return found.flat()
}
