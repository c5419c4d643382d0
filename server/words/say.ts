import { createInstance, type i18n } from 'i18next'
import { catalogues, type Language } from './catalogues.ts'
import { sayWith } from './fill.ts'
import { formatName, sourceName, type Speak } from './names.ts'
import { phrases } from './report/phrases.ts'

let spoken: i18n | null = null

/** Made with the first sentence: a start that says nothing need not wait for it. */
function speaker(): i18n {
  if (spoken !== null) return spoken
  spoken = createInstance()
  void spoken.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: {
      en: { translation: catalogues.en, phrases: phrases.en },
      de: { translation: catalogues.de, phrases: phrases.de },
    },
    // Sentences are text; whoever puts one into HTML or XML escapes it there.
    interpolation: { escapeValue: false, skipOnVariables: true },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
  })
  return spoken
}

const speakIn = (language: Language): Speak => {
  // The window gives `t` the keys of a catalogue of its own.
  const speak = speaker().t as unknown as Speak
  return (key, options) => speak(key, { ...options, lng: language })
}

/**
 * A sentence in the words of `language`. Sentences among its parameters are said too. A code that this
 * version does not know is said as `fallback`, by default as the code itself.
 */
export const say = (
  language: Language,
  said: { code: string; params: object },
  fallback: string = said.code,
): string => sayWith(speakIn(language), said, fallback)

/** The name of a format: "IRC (WeeChat)" for `irc-weechat`. */
export const sayFormat = (language: Language, format: string): string =>
  formatName(speakIn(language), format)

/** The name of a chat application: "WhatsApp" for `whatsapp`. */
export const saySource = (language: Language, source: string): string =>
  sourceName(speakIn(language), source)

/** A phrase of reports, mails or the command line. Without parameters, as most are, it is said as it stands. */
export const sayPhrase = (
  language: Language,
  phrase: string,
  params?: Readonly<Record<string, string | number>>,
): string =>
  params === undefined
    ? ((phrases[language] as Readonly<Record<string, string>>)[phrase] ?? phrase)
    : speakIn(language)(phrase, { ...params, ns: 'phrases', nest: false })

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
