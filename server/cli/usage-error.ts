import { sayPhrase } from '../words/say.ts'
import type { Language } from '../words/catalogues.ts'
import type { Phrase } from '../words/report/phrases.ts'
import { SpokenError } from '../words/spoken-error.ts'

/** The command line cannot be carried out; exit code 2. Its message is English. */
export class UsageError extends SpokenError {
  override name = 'UsageError'
  readonly phrase: Phrase
  readonly params: Readonly<Record<string, string | number>>

  constructor(phrase: Phrase, params: UsageError['params'] = {}) {
    super(sayPhrase('en', phrase, params))
    this.phrase = phrase
    this.params = params
  }

  sayIn(language: Language): string {
    return sayPhrase(language, this.phrase, this.params)
  }
}
