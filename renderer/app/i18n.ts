import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { catalogues as sentences } from '../../server/words/catalogues.ts'
import { sentencesNamespace } from '../ui/sentences.ts'
import type { en } from './catalogue/en.ts'
import { setPluralRule } from '../starting/plurals.ts'
import { formatCount } from '../ui/format.ts'
import { catalogues, type Language } from './language.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/**
 * Synchronous: the catalogues are part of the bundle, so no text is ever missing for a moment.
 *
 * @param language Default: English.
 */
export const startI18n = (language: Language = 'en') => {
  const i18n = createInstance()
  const tell = (spoken: string) => {
    if (typeof document !== 'undefined') document.documentElement.lang = spoken
  }
  i18n.on('languageChanged', tell)
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: catalogues.en, [sentencesNamespace]: sentences.en },
      de: { translation: catalogues.de, [sentencesNamespace]: sentences.de },
    },
    // React escapes; escaping twice would show "&amp;" in room names.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  setPluralRule(i18n)
  // Numbers within sentences as everywhere else; by itself it would make a new Intl object for each.
  i18n.services.formatter?.add('number', (value: unknown) => formatCount(Number(value)))
  tell(language)
  return i18n
}
