import { describe, expect, it } from 'vitest'
import { manyLines, oneLine, shorten } from './plain-text.ts'

describe('text of strangers', () => {
  it('drops the marks that would turn a line around', () => {
    expect(oneLine('invoice\u202Exslx.exe')).toBe('invoicexslx.exe')
    expect(oneLine('\u2067abc\u2069\u200f')).toBe('abc')
  })

  it('shows control characters in a name instead of obeying them', () => {
    expect(oneLine('a\u0000b\nc\u001b[31m')).toBe('a␀b␊c␛[31m')
    expect(oneLine('a\u0085b\u007f')).toBe('ab')
  })

  it('keeps lines and tabs of a message', () => {
    expect(manyLines('one\r\ntwo\rthree\tfour\u0007')).toBe('one\ntwo\nthree\tfour␇')
  })

  it('leaves right-to-left text, emoji and markup as they are', () => {
    const text = 'שלום <b>x</b> 👩‍👧 {{name}} $t(key)'
    expect(oneLine(text)).toBe(text)
  })

  it('never cuts a surrogate pair in two', () => {
    expect(shorten('ab😀cd', 4)).toBe('ab…')
    expect(shorten('abc', 3)).toBe('abc')
  })
})
