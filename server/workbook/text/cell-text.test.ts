import { assert, constantFrom, integer, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noChanges } from '../changes.ts'
import { cellText, cellXml, hasOuterBlanks } from './cell-text.ts'

/** What Excel makes of a cell: entities, then the codes of ECMA-376 part 1, 22.9.2.19. */
function read(xml: string): string {
  const text = xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

const forbidden = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]/u

describe('the text of a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['=1+1', '=1+1'],
    ['\u0000\u0007', '_x0000__x0007_'],
    ['\uFFFE\uFFFF', '_xFFFE__xFFFF_'],
    ['_x0041_', '_x005F_x0041_'],
    ['_x0041_x0042_', '_x005F_x0041_x005F_x0042_'],
    ['_x0041\u0007', '_x005F_x0041_x0007_'],
    ['_X0041_ _x41_', '_X0041_ _x41_'],
    ['a\r\nb\rc\nd\te', 'a\nb\nc\nd\te'],
    ['\uD83D\uDE00', '\uD83D\uDE00'],
    ['\uD83D', '\uFFFD'],
    ['\uDE00\uD83D', '\uFFFD\uFFFD'],
  ])('writes %j as %j', (text, xml) => {
    expect(cellXml(text, noChanges())).toBe(xml)
  })

  it('counts each kind of change', () => {
    const changes = noChanges()
    cellXml('\u0001\u0002 a\r\nb\r \uD800', changes)
    expect(changes).toEqual({
      ...noChanges(),
      encodedCharacters: 2,
      lineEndings: 2,
      brokenCharacters: 1,
    })
  })

  it('keeps a text that just fits, and cuts a longer one with a mark', () => {
    const changes = noChanges()
    expect(cellXml('x'.repeat(32_767), changes)).toHaveLength(32_767)
    expect(changes.cutCells).toBe(0)
    const cut = cellXml('x'.repeat(40_000), changes)
    expect(cut.length).toBeLessThanOrEqual(32_767)
    expect(cut).toMatch(/x\n\[… cut: the whole text has 40000 characters\]$/)
    const kept = cut.indexOf('\n')
    expect(changes).toMatchObject({ cutCells: 1, cutCharacters: 40_000 - kept })
  })

  it('measures what is written, because Excel repairs cells whose entities pass the limit', () => {
    const changes = noChanges()
    const xml = cellXml('&'.repeat(10_000), changes)
    expect(xml.length).toBeLessThanOrEqual(32_767)
    expect(xml.replace(/\n.*$/, '')).toMatch(/^(?:&amp;)+$/)
    expect(changes.cutCells).toBe(1)
    expect(cellText('&'.repeat(10_000), noChanges()).startsWith('&&')).toBe(true)
  })

  it('never cuts a character or a code in two', () => {
    for (const piece of ['😀', '\u0001', '&']) {
      for (const lead of ['', 'a', 'ab', 'abc']) {
        const xml = cellXml(lead + piece.repeat(33_000), noChanges())
        const body = read(xml.slice(0, xml.indexOf('\n')))
        expect(body.slice(lead.length).replaceAll(piece, '')).toBe('')
      }
    }
  })

  it('reads back as it was for any text, and is always well-formed', () => {
    const anyText = string({
      unit: oneof(
        integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
        constantFrom('_', 'x', '_x', '0041', '_x0041_', '\r', '\n', '\u0001', '&', '<', '😀'),
      ),
      maxLength: 60,
    })
    assert(
      property(anyText, (text) => {
        const xml = cellXml(text, noChanges())
        const expected = text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD')
        expect(xml).not.toMatch(forbidden)
        expect(read(xml)).toBe(expected)
      }),
      { numRuns: 3_000 },
    )
  })

  it('knows which texts a reader would strip', () => {
    expect([' a', 'a ', '\na', 'a\t', ' '].every(hasOuterBlanks)).toBe(true)
    expect(['a', 'a b', '', '\u00A0a'].some(hasOuterBlanks)).toBe(false)
  })
})
