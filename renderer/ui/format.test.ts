import { describe, expect, it } from 'vitest'
import {
  formatAbout,
  formatBytes,
  formatCost,
  formatDuration,
  formatMoment,
  formatPercent,
  formatPlainDay,
  formatRange,
  setFormatLocale,
  stepDown,
  stepUp,
} from './format.ts'

describe('numbers for people', () => {
  it('writes sizes in steps of a thousand', () => {
    expect(formatBytes(0)).toBe('0 B')
    expect(formatBytes(999)).toBe('999 B')
    expect(formatBytes(2_000_000)).toBe('2.0 MB')
    expect(formatBytes(312_400)).toBe('312 kB')
    expect(formatBytes(196_264_810)).toBe('196.3 MB')
  })

  it.each([
    [0, '0'],
    [43, '43'],
    [1_234, '1.23 k'],
    [125_291, '125 k'],
    [999_600, '1 M'],
    [1_440_000, '1.44 M'],
    [3_000_000_000, '3 G'],
    [7_000_000_000_000, '7,000 G'],
  ])('writes what is only known about without feigning more: %i as %s', (value, text) => {
    expect(formatAbout(value)).toBe(text)
  })

  it('writes a day of the calendar as the language does, whatever the zone, and leaves other text', () => {
    expect(formatPlainDay('2026-02-01')).toBe('Feb 1, 2026')
    setFormatLocale('de')
    expect(formatPlainDay('2026-02-01')).toBe('1. Feb. 2026')
    expect(formatPlainDay('Mo')).toBe('Mo')
    setFormatLocale('en')
  })

  it('never shows 100 percent before the end', () => {
    expect(formatPercent(99.9)).toBe('99%')
    expect(formatPercent(0.4)).toBe('0%')
  })

  it('writes how long something took', () => {
    expect(formatDuration(420)).toBe('0.4 s')
    expect(formatDuration(12_300)).toBe('12 s')
    expect(formatDuration(185_000)).toBe('3 min 5 s')
    expect(formatDuration(59_700)).toBe('1 min')
    expect(formatDuration(179_600)).toBe('3 min')
    expect(formatDuration(3_599_900)).toBe('1 h 0 min')
    expect(formatDuration(7_800_000)).toBe('2 h 10 min')
  })

  it('names today and yesterday, and the year only where it differs', () => {
    const now = new Date(2026, 10, 23, 12, 0).getTime()
    expect(formatMoment(new Date(2026, 10, 23, 9, 12).toISOString(), now)).toMatch(/^today /)
    expect(formatMoment(new Date(2026, 10, 22, 18, 3).toISOString(), now)).toMatch(/^yesterday /)
    expect(formatMoment(new Date(2026, 2, 3).toISOString(), now)).not.toContain('2026')
    expect(formatMoment(new Date(2019, 2, 3).toISOString(), now)).toContain('2019')
    expect(formatMoment('no date', now)).toBe('')
  })

  it('brackets a time left between two steps', () => {
    expect([stepDown(3), stepUp(3)]).toEqual([0, 5])
    expect([stepDown(70), stepUp(70)]).toEqual([60, 90])
    expect([stepDown(400), stepUp(400)]).toEqual([300, 420])
    expect([stepDown(9_000), stepUp(9_000)]).toEqual([7_200, 10_800])
  })

  it('request 5: writes a time left as a range', () => {
    expect(formatRange(11, 14)).toBe('10–15 s')
    expect(formatRange(45, 100)).toBe('0.8–2 min')
    expect(formatRange(2, 4)).toBe('5 s')
    expect(formatRange(6, 85)).toBe('1.5 min')
    expect(formatRange(3_600, 9_000)).toBe('1–3 h')
  })

  it('writes small costs with the digits that count', () => {
    expect(formatCost(12.345)).toBe('12.35')
    expect(formatCost(0.00421)).toBe('0.0042')
    expect(formatCost(0)).toBe('0.00')
  })
})
