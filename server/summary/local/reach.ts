import type { SummaryChoice } from '../choose.ts'
import { LocalModelError, type ModelHost } from './model-host.ts'

/**
 * The same choice, with the place where its model listens by now. Why it does not run stands in the choice:
 * the room is quoted then, with that reason.
 */
export async function reachLocal(choice: SummaryChoice, host: ModelHost): Promise<SummaryChoice> {
  if (choice.engine !== 'local' || choice.file === undefined) return choice
  try {
    const { file, contextTokens: wanted = null } = choice
    const { baseUrl, token, contextTokens } = await host.reach(file, wanted)
    return { ...choice, baseUrl, apiKey: token, contextTokens }
  } catch (error) {
    if (!(error instanceof LocalModelError)) throw error
    return { ...choice, failure: { reason: error.reason, words: error.message } }
  }
}
