import type { Language } from './catalogues.ts'
import { wordsOf } from './words-of.ts'

/** An error that people read, in the language of whoever reads it. Its message is English, for logs and programs. */
export abstract class SpokenError extends Error {
  abstract sayIn(language: Language): string
}

/** Why something was not done. Errors of others say it in their own words. */
export const explain = (language: Language, error: unknown): string =>
  error instanceof SpokenError ? error.sayIn(language) : wordsOf(error)
