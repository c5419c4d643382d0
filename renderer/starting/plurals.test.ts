import { afterEach, expect, it, vi } from 'vitest'
import { startI18n } from '../app/i18n.ts'

afterEach(() => vi.restoreAllMocks())

it.each(['en', 'de'] as const)(
  'plurals of %s are those of the system, and no Intl object is made for them',
  (language) => {
    const rules = new Intl.PluralRules(language)
    const i18n = startI18n(language)
    const made = vi.spyOn(Intl, 'PluralRules')
    const one = i18n.t('report.generate', { count: 1 }).replace('1', '#')
    for (const count of [0, 1, 2, 21, 101, 5_000, 1_000_000, 0.5, 1.5]) {
      const text = i18n.t('report.generate', { count }).replace(String(count), '#')
      expect([count, text === one]).toEqual([count, rules.select(count) === 'one'])
    }
    expect(made).not.toHaveBeenCalled()
  },
)
