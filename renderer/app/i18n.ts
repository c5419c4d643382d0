import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './catalogue/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/** Synchronous: the catalogue is part of the bundle, so no text is ever missing for a moment. */
export const startI18n = () => {
  const i18n = createInstance()
  void i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes; escaping twice would show "&amp;" in room names.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return i18n
}
