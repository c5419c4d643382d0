import { app } from 'electron'
import { recall, remember } from './remembered.ts'
import { languageOf, languages, type HostLanguage, type HostWords } from './words.ts'

/** The words of the language that the page speaks, or the system's before a page has said. */
export interface Speech {
  words(): HostWords
  language(): HostLanguage
  setLanguage(language: HostLanguage): void
  /** Called after the language has changed. */
  onChange(listener: () => void): void
}

export function createSpeech(): Speech {
  let language = recall().language
  const listeners = new Set<() => void>()
  // The system's languages are known only once the app is ready, so they are asked for late.
  const spoken = (): HostLanguage => language ?? languageOf(app.getPreferredSystemLanguages())
  return {
    words: () => languages[spoken()],
    language: spoken,
    setLanguage(next) {
      if (next === language) return
      language = next
      remember({ language })
      for (const listener of listeners) listener()
    },
    onChange: (listener) => void listeners.add(listener),
  }
}
