import { assert, property, string, uuid } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workbookFileName, type WorkbookNameParts } from './workbook-name.ts'

const name = (parts: Partial<WorkbookNameParts> = {}): string =>
  workbookFileName({
    room: 'Planning',
    period: { from: null, to: null },
    firstAt: Date.UTC(2026, 0, 31, 23, 30),
    lastAt: Date.UTC(2026, 1, 27, 12),
    timeZone: 'UTC',
    createdAt: new Date('2026-03-02T10:05:00Z'),
    reportOid: '0192f0c1-2222-7333-8444-abcdef123456',
    ...parts,
  })

describe('the file name of a workbook', () => {
  it('says room and days, and ends in the id of its report', () => {
    expect(name()).toBe('Planning 2026-01-31 to 2026-02-27 ef123456.xlsx')
    const march = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' }
    expect(name({ period: march })).toBe('Planning 2026-03-01 to 2026-03-31 ef123456.xlsx')
    expect(name({ period: { ...march, to: null } })).toContain(' 2026-03-01 to 2026-02-27 ')
  })

  it('speaks the language of its report, unless a pattern was chosen', () => {
    expect(name({ language: 'de' })).toBe('Planning 2026-01-31 bis 2026-02-27 ef123456.xlsx')
    expect(name({ language: 'de', room: '' })).toContain('Raum 2026-01-31')
    expect(name({ language: 'de', pattern: '{from} to {to}' })).toContain(' to ')
  })

  it('says a day once, and none where there is none', () => {
    const day = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
    expect(name({ period: day })).toBe('Planning 2026-03-01 ef123456.xlsx')
    expect(name({ firstAt: null, lastAt: null })).toBe('Planning ef123456.xlsx')
    expect(name({ firstAt: null })).toBe('Planning 2026-02-27 ef123456.xlsx')
  })

  it('counts days and hours in the time zone of the report', () => {
    const timeZone = 'Asia/Tokyo'
    expect(name({ timeZone })).toBe('Planning 2026-02-01 to 2026-02-27 ef123456.xlsx')
    expect(name({ timeZone, pattern: '{created}' })).toBe('2026-03-02 1905 ef123456.xlsx')
  })

  it.each([
    ['../../etc/passwd', 'etc passwd'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['line\nbreak\u0000\u0007', 'line break'],
    ['Ünïcödé 日本語 😀', 'Ünïcödé 日本語 😀'],
    ['...', 'Room'],
    ['', 'Room'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['NUL ', '_NUL'],
  ])('makes of %j a safe beginning', (room, start) => {
    expect(name({ room }).startsWith(`${start} 2026`)).toBe(true)
  })

  it('stays below the length of every file system and keeps its id', () => {
    for (const room of ['x'.repeat(500), '日'.repeat(500), '👨‍👩‍👧‍👦'.repeat(80)]) {
      const file = name({ room })
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(120)
      expect(file).toMatch(/ ef123456\.xlsx$/)
      expect(file.isWellFormed()).toBe(true)
    }
    expect(name({ room: '👨‍👩‍👧‍👦'.repeat(80) })).toMatch(/👨‍👩‍👧‍👦 2026/)
  })

  it('follows a pattern, and appends the id where that forgets it', () => {
    expect(name({ pattern: 'Report on {room}, {from}..{to}' })).toBe(
      'Report on Planning, 2026-01-31..2026-02-27 ef123456.xlsx',
    )
    expect(name({ room: '{id} {to}', pattern: '{room}' })).toBe('{id} {to} ef123456.xlsx')
    expect(name({ pattern: '{id}', extension: 'csv' })).toBe('ef123456.csv')
    expect(Buffer.byteLength(name({ pattern: 'p'.repeat(300) }))).toBeLessThanOrEqual(120)
  })

  it('is safe for any room', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), uuid(), (room, reportOid) => {
        const file = name({ room, reportOid })
        expect(file).not.toMatch(/[<>:"/\\|?*\u0000-\u001F\u007F-\u009F\u202A-\u202E]/)
        expect(file).not.toMatch(/^[\s.]|[\s.]\.xlsx$/)
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(120)
      }),
    )
  })
})
