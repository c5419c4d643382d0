import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocalClock } from '../../local-clock.ts'
import { excelSerial, serialText } from './serial-date.ts'

describe('a date as Excel counts it', () => {
  it.each([
    ['1970-01-01T00:00:00.000Z', 25_569],
    ['1900-03-01T00:00:00.000Z', 61],
    ['2026-03-02T06:00:00.000Z', 46_083.25],
  ])('%s is %d', (iso, serial) => {
    expect(excelSerial(Date.parse(iso))).toBe(serial)
  })

  it('keeps milliseconds', () => {
    const ms = Date.UTC(2026, 5, 1, 13, 45, 12, 345)
    expect(Math.abs(((excelSerial(ms) ?? 0) - 25_569) * 86_400_000 - ms)).toBeLessThan(1)
  })

  it('is none for what a date cell cannot show', () => {
    expect(excelSerial(Date.UTC(1900, 1, 28))).toBeNull()
    expect(excelSerial(Date.UTC(10_000, 0, 1))).toBeNull()
    expect(excelSerial(Number.NaN)).toBeNull()
  })

  it('is written so that every millisecond can be read back', () => {
    const [first, last] = [Date.UTC(1900, 2, 1), Date.UTC(10_000, 0, 1) - 1]
    assert(
      property(integer({ min: first, max: last }), (ms) => {
        const text = serialText(ms) ?? ''
        expect(text).toMatch(/^\d{2,7}(\.\d{12})?$/)
        expect(Math.round((Number(text) - 25_569) * 86_400_000)).toBe(ms)
        // As near as a double of that size can say it.
        expect(Math.abs(Number(text) - (excelSerial(ms) ?? 0))).toBeLessThanOrEqual(1e-9)
      }),
    )
    expect(serialText(Date.UTC(2026, 6, 1))).toBe('46204')
    expect(serialText(Date.UTC(2026, 6, 1) + 1)).toBe('46204.000000011574')
    expect(serialText(Date.UTC(2026, 6, 2) - 1)).toBe('46204.999999988426')
    expect(serialText(last + 1)).toBeNull()
    expect(serialText(Number.NaN)).toBeNull()
  })
})

describe('the clock of a time zone', () => {
  const wall = (zone: string, iso: string): string =>
    new Date(new LocalClock(zone).wall(Date.parse(iso))).toISOString().slice(0, 19)

  it.each([
    ['UTC', '2026-07-01T12:00:00Z', '2026-07-01T12:00:00'],
    ['Asia/Kolkata', '2026-07-01T12:00:00Z', '2026-07-01T17:30:00'],
    ['America/New_York', '2026-01-01T03:00:00Z', '2025-12-31T22:00:00'],
    // Clocks go forward at 01:00 UTC on this day, and back on the other.
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00'],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00'],
  ])('in %s at %s shows %s', (zone, iso, shown) => {
    expect(wall(zone, iso)).toBe(shown)
  })

  it('agrees with Intl at every hour of a year', () => {
    const zone = 'Australia/Lord_Howe'
    const clock = new LocalClock(zone)
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 3_600_000) {
      const shown = new Date(clock.wall(ms)).toISOString().slice(0, 19).replace('T', ' ')
      expect(shown).toBe(format.format(ms))
    }
  })

  it('refuses a zone that does not exist', () => {
    expect(() => new LocalClock('Mars/Olympus')).toThrow(RangeError)
  })
})
