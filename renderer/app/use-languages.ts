import { useTranslation } from 'react-i18next'
import {
  catalogues,
  chooseLanguage,
  languageNames,
  recallLanguage,
  type Language,
  type LanguageChoice,
} from './language.ts'

const languages = Object.keys(catalogues) as Language[]

/** The languages to choose from, the system's first, and which one is chosen. */
export const useLanguages = () => {
  const { t, i18n } = useTranslation()
  return {
    choices: [
      { value: 'system', label: t('settings.app.languageSystem') },
      ...languages.map((value) => ({ value: value as string, label: languageNames[value] })),
    ],
    chosen: recallLanguage(localStorage) as string,
    choose: (value: string) =>
      void chooseLanguage(value as LanguageChoice, {
        i18n,
        storage: localStorage,
        wanted: navigator.languages,
      }),
  }
}
