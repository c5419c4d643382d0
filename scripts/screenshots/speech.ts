import { launchApp, type App, type LaunchOptions } from '../../tests/e2e/fixtures/app.ts'
import { createInstance } from 'i18next'
import { de } from '../../renderer/app/catalogue/de.ts'
import { en } from '../../renderer/app/catalogue/en.ts'

export type SceneLanguage = 'en' | 'de'

/** The words of the window in the language of a scene, so that one scene is played in every language. */
export interface Speech {
  language: SceneLanguage
  /** What is called so in English. */
  w(english: string): string
  /** By key, for sentences with numbers. */
  t(key: string, options?: Record<string, unknown>): string
}

type Words = { [key: string]: string | Words }

const keysByWords = (words: Words, path: readonly string[] = []): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string'
      ? [[value, [...path, key].join('.')]]
      : keysByWords(value, [...path, key]),
  )

/** Of words that stand in several places, those of the first one. */
const keys = new Map(keysByWords(en as Words).toReversed())

export function speechOf(language: SceneLanguage): Speech {
  const i18n = createInstance()
  void i18n.init({
    lng: language,
    resources: { en: { translation: en }, de: { translation: de } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  const t: Speech['t'] = (key, options) => String(i18n.t(key as 'app.name', { ...options }))
  return {
    language,
    t,
    w(english) {
      const key = keys.get(english)
      if (key === undefined) throw new Error(`The catalogue does not say “${english}”`)
      return t(key)
    },
  }
}

/** What tells Chromium the language of the system, on Linux and elsewhere. */
const systemOf = (language: SceneLanguage): LaunchOptions =>
  language === 'en'
    ? {}
    : { env: { LANGUAGE: language, LC_ALL: `${language}_DE.UTF-8` }, args: [`--lang=${language}`] }

/**
 * The app on an empty folder, on a computer that speaks the language of the scene: fields for days and
 * times, and the page that says why the app did not start, follow the system.
 */
export async function launchIn(
  { language }: Speech,
  options: LaunchOptions & { folder: string },
): Promise<App> {
  const { env = {}, args = [] } = systemOf(language)
  return launchApp({
    ...options,
    env: { ...env, ...options.env },
    args: [...args, ...(options.args ?? [])],
  })
}
