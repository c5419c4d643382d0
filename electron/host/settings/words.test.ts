import { expect, it } from 'vitest'
import { languageOf, languages } from './words.ts'

it('speaks the first of the languages it knows, else English', () => {
  expect(languageOf(['fr-FR', 'de-AT', 'en-GB'])).toBe('de')
  expect(languageOf(['fr-FR', 'EN'])).toBe('en')
  expect(languageOf(['constructor', 'fr'])).toBe('en')
  expect(languageOf([])).toBe('en')
})

it('tells one from many in every language', () => {
  for (const words of Object.values(languages)) {
    expect(words.quitTitle(1)).toMatch(/^1 /)
    expect(words.quitTitle(3)).toMatch(/^3 /)
    expect(words.running(1)).not.toBe(words.running(3).replace('3', '1'))
  }
})
