import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formatCount, formatMoment, recallFormats, setFormatLocale } from '../ui/format.ts'
import { dropTexts, keepTexts, keptText, recallTexts } from './kept-texts.ts'

const items = new Map<string, string>()
const storage = {
  getItem: (key: string) => items.get(key) ?? null,
  setItem: (key: string, value: string) => void items.set(key, value),
} as unknown as Storage

const startOnce = (act: () => void, locale = 'en') => {
  recallTexts(storage, locale)
  act()
  keepTexts(storage)
}

beforeEach(() => items.clear())
afterEach(() => {
  dropTexts()
  setFormatLocale('en')
})

describe('texts of the last start', () => {
  it('are not written anew', () => {
    startOnce(() => expect(keptText('count 1', () => 'one')).toBe('one'))
    const write = vi.fn(() => 'another')
    startOnce(() => expect(keptText('count 1', write)).toBe('one'))
    expect(write).not.toHaveBeenCalled()
  })

  it('are kept only as long as they are used', () => {
    startOnce(() => keptText('count 1', () => 'one'))
    startOnce(() => keptText('count 2', () => 'two'))
    startOnce(() => expect(keptText('count 1', () => 'new')).toBe('new'))
  })

  it('are of one locale', () => {
    startOnce(() => keptText('count 1000', () => '1,000'))
    startOnce(() => expect(keptText('count 1000', () => '1.000')).toBe('1.000'), 'de')
  })

  it('are written each time once the window rests', () => {
    startOnce(() => keptText('count 1', () => 'one'))
    expect(keptText('count 1', () => 'later')).toBe('later')
  })

  it.each(['{', 'null', '[]', '["en",["count 1"],7,["count 1",2]]', '{"0":"en"}'])(
    'that are damaged are none: %s',
    (text) => {
      items.set('rapporteur.texts', text)
      startOnce(() => expect(keptText('count 1', () => 'new')).toBe('new'))
    },
  )

  it('do not follow a number into another language, nor a moment into another day', () => {
    setFormatLocale('en')
    const iso = new Date(2026, 2, 3, 9, 12).toISOString()
    const read = (day: number) => formatMoment(iso, new Date(2026, 2, day, 12).getTime())
    recallFormats(storage)
    const [today, count] = [read(3), formatCount(5_000)]
    keepTexts(storage)
    recallFormats(storage)
    expect(read(3)).toBe(today)
    expect(read(4)).toMatch(/^yesterday/u)
    setFormatLocale('de')
    recallFormats(storage)
    expect([count, formatCount(5_000)]).toEqual(['5,000', '5.000'])
  })
})
