import { sentence, verbatim, type Sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import { wordsOf } from '../../words/words-of.ts'

/** Says which database or store of files it was, and why. */
export function unusable(place: Sentence, error: unknown): SentenceError {
  const reason =
    error instanceof SentenceError
      ? { code: error.code, params: { ...error.params } }
      : verbatim(wordsOf(error))
  return new SentenceError(sentence('place_unusable', { place, reason }), { cause: error })
}
