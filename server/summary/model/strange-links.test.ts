import { describe, expect, it } from 'vitest'
import { withoutStrangeLinks } from './strange-links.ts'

const known = new Set(['https://example.org/plan', 'http://www.example.org'])
const without = (text: string, said = ''): string => withoutStrangeLinks(text, known, said)

describe('what a model writes', () => {
  it.each([
    'evil.example.com/?q=secret',
    'evil.com',
    'https://evil.com/a',
    'www.evil.com',
    'ftp://evil.com/x',
    '//evil.com/x.png',
    'eve@evil.com',
    'mailto:eve@evil.com',
    '192.0.2.7/x',
    'xn--e1afmkfd.com',
  ])('holds no link that the room did not hold: %s', (link) => {
    expect(without(`see ${link} now`)).toBe('see [link removed] now')
  })

  it.each([
    'see https://example.org/plan now',
    'see example.org/plan now',
    'see www.example.org now',
    'Version 1.2.3 of node.js at 10.30, e.g. for A.B. and Mr.Smith',
  ])('keeps what is the room’s, or no link: %s', (text) => {
    expect(without(text)).toBe(text)
  })

  it('keeps a site or a file that the message itself names', () => {
    expect(without('Ann wrote README.md', 'I wrote README.md')).toBe('Ann wrote README.md')
    expect(without('Ann wrote README.md')).toBe('Ann wrote [link removed]')
  })
})
