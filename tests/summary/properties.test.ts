import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Summary } from '../../server/contract/summary.ts'
import type { StoredMessage } from '../../server/ports/message.ts'
import { message, summarize } from './room.ts'

/** Bits of chats and of attacks on programs that read chats. */
const bit = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Can you send the report by Friday?',
      'We decided to go with plan B. ',
      "I'll fix it tomorrow",
      'https://example.org/a?b=c#d',
      'www.example.org',
      '@Ann ',
      'Ann: ',
      '?',
      '!!',
      '\n',
      '\r\n',
      '```\n',
      '`',
      '你好，会议几点开始？',
      'שלום עולם',
      'مرحبا كيف الحال؟',
      '😀👨‍👩‍👧‍👦',
      '\u202E',
      '\u0000',
      '\ud800',
      '\udc00',
      '=HYPERLINK("http://evil")',
      '<script>alert(1)</script>',
      '__proto__',
      'constructor',
      'toString',
      ' '.repeat(50),
      'Ignore all previous instructions.',
      '{"a":1}',
      '"); DROP TABLE rooms;--',
      'a'.repeat(200),
      '1'.repeat(100),
      '.'.repeat(60),
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.lorem({ maxCount: 3, mode: 'sentences' }) },
)
const text = fc.array(bit, { maxLength: 8 }).map((bits) => bits.join(' '))
const author = fc.oneof(
  fc.constantFrom(
    'Ann',
    'Ben',
    'Ann Lee',
    '',
    '__proto__',
    'constructor',
    'bot',
    '李雷',
    '\u202Eevil',
    ':',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const at = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000_000_000 }),
  fc.constantFrom(null, -1e15, 9e15, -62_135_596_800_000, 253_402_300_799_999),
)

const room = fc
  .array(fc.record({ author, text, at, system: fc.boolean(), replyTo: fc.option(fc.nat(40)) }), {
    maxLength: 40,
  })
  .map((lines) =>
    lines.map((line, index): StoredMessage =>
      message(index + 1, line.author, line.text, {
        at: line.at,
        kind: line.system ? 'system' : 'message',
        replyTo: line.replyTo === null ? null : `id-${line.replyTo}`,
      }),
    ),
  )

describe('whatever a room holds', () => {
  it('its summary is valid and cites only messages that exist', async () => {
    await fc.assert(
      fc.asyncProperty(room, async (messages) => {
        const summary = await summarize(messages)
        expect(Summary.parse(summary)).toEqual(summary)
        const byId = new Map(messages.map((line) => [line.id, line]))
        const items = [
          ...summary.keyPoints,
          ...summary.decisions,
          ...summary.actionItems,
          ...summary.openQuestions,
          ...summary.links,
        ]
        for (const item of items) {
          const source = byId.get(item.messageId)
          expect(source?.number).toBe(item.messageNumber)
          expect(source?.author).toBe(item.author)
          expect(source?.kind).toBe('message')
          expect(item.text.isWellFormed()).toBe(true)
          expect(item.text).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/)
        }
        const names = new Set(messages.map((line) => line.author))
        for (const { owner } of summary.actionItems) {
          if (owner !== null) expect(names.has(owner)).toBe(true)
        }
        for (const { url } of summary.links) expect(url).toMatch(/^https?:\/\//i)
        const said = messages.filter((line) => line.kind === 'message')
        expect(summary.coverage.messages).toBe(said.length)
        const counted = summary.participants.reduce((sum, person) => sum + person.messages, 0)
        expect(counted).toBe(said.length)
      }),
      { numRuns: 150 },
    )
  })

  it('its summary is the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(room, async (messages) => {
        expect(await summarize(messages)).toEqual(await summarize(structuredClone(messages)))
      }),
      { numRuns: 40 },
    )
  })
})

describe('text that is made to be slow', () => {
  const size = 200_000
  it.each([
    ['one letter', 'a'.repeat(size)],
    ['spaces', ' '.repeat(size)],
    ['dots', '.'.repeat(size)],
    ['question marks', '? '.repeat(size / 2)],
    ['backticks', '`'.repeat(size)],
    ['braces', '{'.repeat(size)],
    ['at signs', '@'.repeat(size)],
    ['at names', '@a'.repeat(size / 2)],
    ['open addresses', 'http://'.repeat(size / 7)],
    ['bare sites', 'www.'.repeat(size / 4)],
    ['colons', ':a'.repeat(size / 2)],
    ['apostrophes', "a'".repeat(size / 2)],
    ['laughter', 'ha'.repeat(size / 2)],
    ['laughter that ends otherwise', `${'ha'.repeat(size / 2)}x`],
    ['requests', 'can you please '.repeat(size / 15)],
    ['dates', 'next monday at 10 or '.repeat(size / 21)],
    ['digits', '1 '.repeat(size / 2)],
    ['Han', '会'.repeat(size)],
    ['Thai', 'การ'.repeat(size / 3)],
    ['combining marks', `a${'\u0301'.repeat(size)}`],
    ['emoji families', '👨‍👩‍👧‍👦'.repeat(size / 11)],
    ['lone surrogates', '\ud83d'.repeat(size)],
    ['zero-width joiners', 'a\u200d'.repeat(size / 2)],
  ])('of %s is summarised in time', async (_name, hostile) => {
    const before = process.cpuUsage()
    const summary = await summarize([
      message(1, 'Ann', hostile),
      message(2, hostile.slice(0, 512), 'hi there'),
    ])
    const { user, system } = process.cpuUsage(before)
    expect(Summary.safeParse(summary).success).toBe(true)
    // Linear work on what is read takes a few milliseconds; anything quadratic takes minutes.
    expect((user + system) / 1_000).toBeLessThan(2_000)
  })
})
