// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatCount, setFormatLocale } from '../ui/format.ts'
import { startI18n } from './i18n.ts'
import { chooseLanguage, languageOf, localeOf, startLanguage } from './language.ts'

beforeEach(() => localStorage.clear())
afterEach(() => setFormatLocale('en'))

const from = (...wanted: string[]) => ({ storage: localStorage, wanted })

it('follows the first language of the system that it speaks, else English', () => {
  expect(languageOf(['de-AT', 'en'])).toBe('de')
  expect(languageOf(['fr-FR', 'de'])).toBe('de')
  expect(languageOf(['fr-FR', 'ja'])).toBe('en')
  expect(languageOf([])).toBe('en')
})

it("writes numbers as the person's own variant of the language does", () => {
  expect(localeOf('de', ['en-GB', 'de-CH'])).toBe('de-CH')
  expect(localeOf('de', ['en-GB'])).toBe('de')
  startLanguage(from('de-DE'))
  expect(formatCount(20_114)).toBe('20.114')
})

it('speaks what was chosen, also after a restart, until the system is chosen again', async () => {
  const i18n = startI18n(startLanguage(from('en-US')))
  await chooseLanguage('de', { i18n, ...from('en-US') })
  expect(i18n.t('rail.rooms')).toBe('Räume')
  expect(document.documentElement.lang).toBe('de')
  expect(formatCount(1_000)).toBe('1.000')
  expect(startLanguage(from('en-US'))).toBe('de')
  await chooseLanguage('system', { i18n, ...from('en-US') })
  expect(i18n.t('rail.rooms')).toBe('Rooms')
  expect(document.documentElement.lang).toBe('en')
  expect(formatCount(1_000)).toBe('1,000')
})

it('says nothing in a language that it does not know, whatever was remembered', () => {
  localStorage.setItem('rapporteur.language', '__proto__')
  expect(startLanguage(from('en'))).toBe('en')
})
