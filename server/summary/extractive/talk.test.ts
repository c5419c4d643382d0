import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { urlsIn } from './links.ts'
import { addressee, looksPasted, mentionsIn, quoteOf, shapeOf, spokenText } from './talk.ts'

describe('what was said', () => {
  it('is without code, addresses, mentions and marks, in the same places', () => {
    const text = 'look @ann at `x = 1` on https://example.org/a?b {laugh} :smile: now'
    const spoken = spokenText(text)
    expect(spoken).toHaveLength(text.length)
    expect(spoken.replace(/\s+/g, ' ')).toBe('look at on now')
    expect(spoken.indexOf('now')).toBe(text.indexOf('now'))
  })

  it('is without the whole name that is called, and with the words behind it', () => {
    const isName = (name: string): boolean => name === 'ann marie lee' || name === 'ann'
    const spoken = (text: string): string => spokenText(text, isName).trim()
    expect(spoken('@Ann Marie Lee Great idea')).toBe('Great idea')
    expect(spoken('@ann Great idea of Lee')).toBe('Great idea of Lee')
  })

  it('has the length of what is read, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(spokenText(text)).toHaveLength(text.length)
      }),
    )
  })

  it('is nothing where WhatsApp names a file that was sent', () => {
    expect(spokenText('<attached: 0004-plan of the pier.pdf>').trim()).toBe('')
    expect(spokenText('\u200e<Anhang: 0004-PHOTO.jpg> das Tor').trim()).toBe('das Tor')
    expect(spokenText('say <b: no file> of it').trim()).toBe('say <b: no file> of it')
  })

  it('keeps an address of e-mail out of the mentions', () => {
    expect(mentionsIn('mail bob@example.org or ask @Carol-Ann.')).toEqual(['carol-ann'])
  })

  it('may begin with the name of somebody in the room', () => {
    const isName = (name: string): boolean => name === 'tux'
    expect(addressee('Tux: hello', isName)).toEqual({ name: 'Tux', rest: 5 })
    expect(addressee('note: hello', isName)).toBeNull()
  })
})

describe('a quote', () => {
  it('is one line without control characters and direction overrides', () => {
    expect(quoteOf('a\r\nb\u0000c\u202Ed\u2066e\t f')).toBe('a b c d e f')
  })

  it('is cut at its limit and never through half a character', () => {
    const quote = quoteOf('😀'.repeat(500), 101)
    expect(quote.length).toBeLessThanOrEqual(101)
    expect(quote.isWellFormed()).toBe(true)
    expect(quoteOf('\ud83d alone')).toBe('\uFFFD alone')
  })
})

describe('the words of a quote', () => {
  it.each([
    ['ids', 'ask <@U0G9QFN57> or <@!123456789012345678> or @U0G9QFN57', 'ask @… or @… or @…'],
    ['a channel', 'see <#C024BE7LR|general> and <#123456789012345678>', 'see #general and #…'],
    [
      'links',
      'the <https://example.org/a|plan> and [map](https://example.org/b)',
      'the plan and map',
    ],
    ['emoji', 'done :tada: :+1::skin-tone-3: <:blobwave:123456789012345678>', 'done 🎉 👍'],
    [
      'emphasis',
      '*Really* _not_ ~today~, **maybe** never, ||Tom||',
      'Really not today, maybe never, Tom',
    ],
    [
      'code and sums',
      'set max_file_size = 2 * 3 * 4 in snake_case',
      'set max_file_size = 2 * 3 * 4 in snake_case',
    ],
    ['a forward', 'Forwarded from Ann Lee:\nthe gate is open', 'Ann Lee: the gate is open'],
    ['a forward of somebody', 'Forwarded:\nthe gate is open', 'the gate is open'],
    ['repeated lines', '> the gate is open\n> wide\nno, it is shut', 'no, it is shut'],
    ['repeated lines alone', '> the gate is open', '> the gate is open'],
    [
      'a full id of Matrix',
      'hello @anna.lee:matrix.example.org and you',
      'hello @anna.lee and you',
    ],
    [
      'a shared file',
      '@Ann Lee shared a file: plan.png (https://example.org/p) and commented: like this',
      'like this',
    ],
    ['times and scores', 'at 10:30 it was 3:2', 'at 10:30 it was 3:2'],
  ])('are clean: %s', (_name, text, quote) => {
    expect(quoteOf(text)).toBe(quote)
  })

  it('are linear to clean', () => {
    for (const hostile of [
      '*a '.repeat(1_000_000),
      '<@'.repeat(1_000_000),
      '[a]('.repeat(1_000_000),
      ':a'.repeat(1_000_000),
    ]) {
      // If each mark looked through all that follows, it would take longer than a test may.
      expect(quoteOf(hostile).length).toBeLessThan(1_000)
    }
  })
})

describe('pastes and floods', () => {
  it('tells logs from talk', () => {
    expect(looksPasted('[12.345] usb 1-1: new device 0x1234 (err=-71) {a:1,b:2} [0x00]')).toBe(true)
    expect(looksPasted('The new printer on the second floor prints empty pages again today.')).toBe(
      false,
    )
    expect(
      looksPasted(
        '昨日の会議で新しい予算案について話し合いましたが、承認は来週になりました。また来週。',
      ),
    ).toBe(false)
  })

  it('sees one shape in messages that differ in their numbers', () => {
    expect(shapeOf('Build 123 passed in 45 s')).toBe(shapeOf('Build 987 passed in 10 s'))
    expect(shapeOf('Build 123 passed')).not.toBe(shapeOf('Build 123 failed'))
  })
})

describe('links', () => {
  it.each([
    ['see https://example.org/a_(b) now', ['https://example.org/a_(b)']],
    ['see www.example.org.', ['http://www.example.org']],
    [
      '(https://example.org/a), and http://b.example/',
      ['https://example.org/a', 'http://b.example/'],
    ],
    ['https://пример.рф/путь', ['https://пример.рф/путь']],
    ['node.js and readme.md and a@b.example', []],
    ['javascript:alert(1) file:///etc/passwd ftp://x.example/', []],
  ])('in %j', (text, urls) => {
    expect(urlsIn(text)).toEqual(urls)
  })
})
