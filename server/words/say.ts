import { createInstance, type i18n } from 'i18next'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { sayWith } from './fill.ts'

export const catalogues = { en, de } as const satisfies Record<string, Words>
export type Language = keyof typeof catalogues

let spoken: i18n | null = null

/** Made with the first sentence: a start that says nothing need not wait for it. */
function speaker(): i18n {
  if (spoken !== null) return spoken
  spoken = createInstance()
  void spoken.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en }, de: { translation: de } },
    // Sentences are text; whoever puts one into HTML or XML escapes it there.
    interpolation: { escapeValue: false, skipOnVariables: true },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
  })
  return spoken
}

/**
 * A sentence in the words of `language`. Sentences among its parameters are said too. A code that this
 * version does not know is said as `fallback`, by default as the code itself.
 */
export const say = (
  language: Language,
  said: { code: string; params: object },
  fallback: string = said.code,
): string =>
  sayWith((key, options) => speaker().t(key, { ...options, lng: language }), said, fallback)

/** A counter that changes four times a second goes with the same sentence. */
const inEnglishSoFar = new WeakMap<object, string>()

/** In English, for logs, programs, and whoever knows no codes. */
export function inEnglish(said: { code: string; params: object }): string {
  const before = inEnglishSoFar.get(said)
  if (before !== undefined) return before
  const words = say('en', said)
  inEnglishSoFar.set(said, words)
  return words
}
