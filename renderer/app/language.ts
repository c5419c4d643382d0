import type { i18n } from 'i18next'
import { setFormatLocale } from '../ui/format.ts'
import { de } from './catalogue/de.ts'
import { en } from './catalogue/en.ts'

/** Every language that the window speaks, by its own name. */
export const catalogues = { en, de }
export const languageNames = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof catalogues
export type LanguageChoice = Language | 'system'

const fallback: Language = 'en'
const key = 'rapporteur.language'

const isLanguage = (tag: string | null): tag is Language =>
  tag !== null && Object.hasOwn(catalogues, tag)
const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? ''

/** The first of the person's languages that the window speaks. */
export const languageOf = (wanted: readonly string[]): Language =>
  wanted.map(primary).find(isLanguage) ?? fallback

/**
 * How numbers and times are written: as the person's own variant of the language has it ("en-GB"), else
 * as the language does.
 */
export const localeOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => primary(tag) === language) ?? language

export const recallLanguage = (storage: Storage): LanguageChoice => {
  const kept = storage.getItem(key)
  return isLanguage(kept) ? kept : 'system'
}

export interface LanguageSources {
  storage: Storage
  /** The person's languages, best first. */
  wanted: readonly string[]
}

/** The language to begin with; numbers and times follow it from now on. */
export const startLanguage = ({ storage, wanted }: LanguageSources): Language => {
  const choice = recallLanguage(storage)
  const language = choice === 'system' ? languageOf(wanted) : choice
  setFormatLocale(localeOf(language, wanted))
  return language
}

/** Speaks another language from now on and remembers it; `system` follows the system again. */
export const chooseLanguage = async (
  choice: LanguageChoice,
  { i18n, storage, wanted }: LanguageSources & { i18n: i18n },
): Promise<void> => {
  if (choice === 'system') storage.removeItem(key)
  else storage.setItem(key, choice)
  // First, so that what is drawn because of the new language has its numbers too.
  await i18n.changeLanguage(startLanguage({ storage, wanted }))
}
