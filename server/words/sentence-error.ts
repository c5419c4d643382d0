import type { Sentence, SentenceCode } from '../contract/sentences.ts'
import type { Language } from './catalogues.ts'
import { inEnglish, say } from './say.ts'
import { SpokenError } from './spoken-error.ts'

/** An error that is a sentence of the catalogue; programs tell it by its code. */
export class SentenceError extends SpokenError {
  override name = 'SentenceError'
  readonly code: SentenceCode
  readonly params: object

  constructor(said: Sentence, options?: ErrorOptions) {
    super(inEnglish(said), options)
    this.code = said.code
    this.params = said.params
  }

  sayIn(language: Language): string {
    return say(language, this)
  }
}
