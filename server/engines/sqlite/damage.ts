import { sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'

/** SQLite's words for a file whose content makes no sense. */
const damageWords = /malformed|not a database|file is encrypted/i

export const isDamage = (error: unknown): boolean => {
  for (let it = error; it instanceof Error; it = it.cause) {
    if (damageWords.test(it.message)) return true
  }
  return error instanceof SentenceError && error.code === 'storage_damaged'
}

/**
 * A database that cannot be used, told with its file and what to do.
 *
 * @param found what of it is damaged; empty where nobody knows
 */
export const damagedDatabase = (
  file: string,
  found: readonly string[],
  options?: ErrorOptions,
): SentenceError =>
  new SentenceError(
    found.length === 0
      ? sentence('storage_damaged', { context: 'file', file })
      : sentence('storage_damaged', { context: 'parts', file, found: found.join(', ') }),
    options,
  )
