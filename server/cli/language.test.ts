import { expect, test } from 'vitest'
import { chosenLanguage } from './language.ts'

test('the language is that of the last flag, before the variable, and English where none is known', () => {
  const variable = { RAPPORTEUR_REPORT_LANGUAGE: 'de' }
  expect(chosenLanguage(['serve', '--help'], {})).toBe('en')
  expect(chosenLanguage(['serve', '--help'], variable)).toBe('de')
  expect(chosenLanguage(['report', '--language', 'en'], variable)).toBe('en')
  expect(chosenLanguage(['report', '--language=en', '--report-language', 'de'], {})).toBe('de')
  expect(chosenLanguage(['report', '--language'], variable)).toBe('en')
  expect(chosenLanguage(['report', '--language', 'xx'], variable)).toBe('en')
})
