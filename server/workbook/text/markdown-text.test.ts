import { describe, expect, it } from 'vitest'
import { markdownCell, markdownText } from './markdown-text.ts'

describe('text in Markdown', () => {
  it.each([
    'We ship on Friday - or on Monday (at 10:30), right?',
    'snake_case_name, v1.2.3, C#, 2 * 3 = 6, ~5 people, a+b, R&D, 1 < 2 > 0!',
    'mail ann@example.org about C:\\temp and "quotes"',
    'Grüße, 世界 👋',
  ])('is left as it is where nothing in it is a mark: %j', (text) => {
    expect(markdownText(text)).toBe(text)
  })

  it.each([
    ['**bold** and _soft_', '\\*\\*bold\\*\\* and \\_soft\\_'],
    ['[a](http://e.example)', '\\[a\\](http\\://e.example)'],
    ['![p](x) `code`', '!\\[p\\](x) \\`code\\`'],
    ['<img src=x> &lt; &#60;', '&lt;img src=x> &amp;lt; &amp;#60;'],
    ['# heading', '\\# heading'],
    ['Room #', 'Room \\#'],
    ['- item', '\\- item'],
    ['---', '\\---'],
    ['1. first', '1\\. first'],
    ['> said', '\\> said'],
    ['see https://e.example and www.e.example', 'see https\\://e.example and www\\.e.example'],
    ['~~gone~~', '\\~\\~gone\\~\\~'],
    ['a\\*b\\', 'a\\\\\\*b\\\\'],
    ['one\n\ntwo\u2028three', 'one two three'],
  ])('has no mark left: %j', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped)
  })

  it('ends no cell of a table', () => {
    expect(markdownCell('a | b')).toBe('a \\| b')
    expect(markdownText('a | b')).toBe('a | b')
  })
})
