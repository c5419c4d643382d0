import { sayPhrase } from '../words/say.ts'
import type { Language } from '../words/catalogues.ts'
import type { Phrase } from '../words/report/phrases.ts'
import { SettingsError, settingWords } from '../settings/table.ts'
import { wordsOf } from '../words/words-of.ts'

/** The command line cannot be carried out; exit code 2. Its message is English, `explain` knows every language. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly phrase: Phrase
  readonly params: Readonly<Record<string, string | number>>

  constructor(phrase: Phrase, params: UsageError['params'] = {}) {
    super(sayPhrase('en', phrase, params))
    this.phrase = phrase
    this.params = params
  }
}

/** Why a command did not do what it was asked for. */
export function explain(language: Language, error: unknown): string {
  if (error instanceof UsageError) return sayPhrase(language, error.phrase, error.params)
  return error instanceof SettingsError
    ? settingWords(language, error.wrong, error.setting)
    : wordsOf(error)
}
