import { z } from 'zod'
import { summaryLimits } from '../limits.ts'
import type { ModelSpeed } from '../../contract/local-models.ts'
import { ModelError } from '../model/errors.ts'
import type { ModelServer } from '../model/transport.ts'

/** What a server tells of itself, as far as it does. */
export interface ServerFacts {
  /** Names of the models it offers. */
  models?: string[]
  /** Tokens that the chosen model reads at once here, prompt and answer together. */
  contextTokens?: number
  /** How fast it is, where it was measured. */
  speed?: ModelSpeed
}

/** A number of tokens; what is none counts as not told. */
export const Size = z.int().positive().optional().catch(undefined)
export const ModelName = z.string().min(1).max(256)

/** A list from outside: entries that do not fit are left out. */
export const listOf = <Schema extends z.ZodType>(entry: Schema) =>
  z.array(z.unknown()).transform((values) =>
    values.slice(0, summaryLimits.maxListedModels).flatMap((value) => {
      const parsed = entry.safeParse(value)
      return parsed.success ? [parsed.data] : []
    }),
  )

export const bearer = ({ apiKey }: ModelServer): Record<string, string> =>
  apiKey ? { authorization: `Bearer ${apiKey}` } : {}

export const factsOf = (models: string[], contextTokens: number | undefined): ServerFacts => ({
  ...(models.length === 0 ? {} : { models }),
  ...(contextTokens === undefined ? {} : { contextTokens }),
})

/** A question that only some servers know must not fail the others. */
export async function orNothing(question: Promise<unknown>): Promise<unknown> {
  try {
    return await question
  } catch (error) {
    if (error instanceof ModelError && error.kind !== 'aborted') return undefined
    throw error
  }
}
