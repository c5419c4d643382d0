import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExport, type ReadExport, type ReadMessage } from '../support/read-export.ts'

/**
 * Chats that are lines of text (WhatsApp, IRC) in the forms that people ran into. The files are not
 * part of the repository; without them these tests say so and are skipped.
 */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn(`SKIPPED: no cases in ${cases}; only our own samples were tested.`)

function filesOf(name: string): Record<string, Uint8Array> {
  const folder = join(cases, name)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}

/** A file of a case that is a chat of its own. */
const alone = (path: string) => readExport({ [basename(path)]: readFileSync(join(cases, path)) })
const together = (name: string) => readExport(filesOf(name))

const brief = ({ author, kind, text }: ReadMessage): string =>
  kind === 'system' ? `! ${text}` : `${author}: ${text}`
const linesOf = ({ rooms }: ReadExport): string[] =>
  rooms.flatMap(({ messages }) => messages.map(brief))
const timesOf = ({ rooms }: ReadExport): string[] =>
  rooms.flatMap(({ messages }) => messages.map(({ at }) => at.slice(0, 16)))
const peopleOf = ({ rooms }: ReadExport): string[] => [
  ...new Set(
    rooms.flatMap(({ messages }) =>
      messages.filter(({ kind }) => kind === 'message').map(({ author }) => author),
    ),
  ),
]
const codesOf = ({ warnings }: ReadExport): string[] => warnings.map(({ code }) => code)
const ENDS_OR_BEGINS_IN_A_MARK =
  /^[\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u202a-\u202e\u2066-\u2069]$/

describe.skipIf(!present)('WhatsApp cases', () => {
  test('whatsapp-marks-round-numbers: no mark is left round an author', async () => {
    const found = await together('whatsapp-marks-round-numbers')
    expect(found.counts).toMatchObject({ rooms: 1, messages: 3, system: 0, unparsed: 0 })
    expect(peopleOf(found)).toHaveLength(3)
    for (const author of peopleOf(found)) expect(author).not.toMatch(ENDS_OR_BEGINS_IN_A_MARK)
    expect(found.rooms[0]!.messages[1]!.text).toBe('hi @\u2068447700900123\u2069')
  })

  test('whatsapp-no-blank-behind-colon: Bob says two of three messages', async () => {
    const found = await together('whatsapp-no-blank-behind-colon')
    expect(linesOf(found)).toEqual(['Alice: Hey', 'Bob: Hi', 'Bob: How are you'])
    expect(timesOf(found)).toEqual(['2026-07-09T02:28', '2026-07-09T02:28', '2026-07-19T02:29'])
  })

  test('whatsapp-persian-years: years of the solar calendar are turned, and that is said', async () => {
    const found = await together('whatsapp-persian-years')
    expect(timesOf(found)).toEqual(['2023-08-03T14:05', '2023-08-03T14:06', '2023-08-22T14:06'])
    expect(codesOf(found)).toContain('other_calendar')
    expect(codesOf(found)).not.toContain('ambiguous_dates')
  })

  test('whatsapp-thai-years: Buddhist years are turned, and that is said', async () => {
    const found = await together('whatsapp-thai-years')
    expect(timesOf(found)).toEqual(['2023-05-14T10:30', '2023-05-14T10:31', '2023-05-15T09:00'])
    expect(codesOf(found)).toContain('other_calendar')
    expect(found.rooms.map(({ name }) => name)).toEqual(['Boat'])
  })

  test.each([
    ['ar-mark-first.txt', 3, ['2026-03-20T17:46', '2026-03-21T09:01', '2026-03-21T09:05']],
    ['embedding-first.txt', 2, ['2026-03-20T17:46', '2026-03-21T17:47']],
    ['he-mark-first.txt', 3, ['2026-03-20T17:46', '2026-03-20T17:47', '2026-03-21T09:00']],
  ])('whatsapp-right-to-left-lines: %s holds %i messages', async (file, messages, times) => {
    const found = await alone(`whatsapp-right-to-left-lines/${file}`)
    expect(found.format).toBe('whatsapp-txt')
    expect(found.counts).toMatchObject({ rooms: 1, messages, system: 0, unparsed: 0 })
    expect(peopleOf(found)).toHaveLength(2)
    const at = found.rooms[0]!.messages
    for (const { author, text } of at) {
      expect(`${author}`).not.toMatch(ENDS_OR_BEGINS_IN_A_MARK)
      expect(text).not.toMatch(ENDS_OR_BEGINS_IN_A_MARK)
    }
    expect(timesOf(found)).toEqual(times)
  })

  test('whatsapp-words-behind-a-mark: what a person says behind a mark is a message', async () => {
    const group = await alone('whatsapp-words-behind-a-mark/WhatsApp Chat with Team.txt')
    expect(linesOf(group)).toEqual([
      '! Messages and calls are end-to-end encrypted.',
      'Ana: Lunch at noon?',
      'Ben: Fine',
      'Ana: I will book the table',
      'Ben: ok',
    ])
    const phone = await alone('whatsapp-words-behind-a-mark/_chat.txt')
    expect(linesOf(phone)).toEqual([
      '! Messages and calls are end-to-end encrypted.',
      'Dov: Corner House (9 Long Lane, Town): https://maps.example/v/1',
      'Dov: see you there',
    ])
  })

  test('whatsapp-year-first-short-days: days of one digit are days, and Zoe is there', async () => {
    const found = await together('whatsapp-year-first-short-days')
    expect(found.counts).toMatchObject({ messages: 8, system: 0, unparsed: 0 })
    expect(peopleOf(found)).toEqual(['Lin', 'Wei', 'Zoe'])
    expect(timesOf(found).slice(5, 7)).toEqual(['2026-07-13T09:15', '2026-08-02T09:15'])
  })
})

describe.skipIf(!present)('IRC cases', () => {
  const roomNames = ({ rooms }: ReadExport): string[] => rooms.map(({ name }) => name)
  /** A warning that names a file names one that was given. */
  function expectKnownFiles(found: ReadExport, name: string): void {
    const files = Object.keys(filesOf(name))
    const named = found.warnings.flatMap(({ examples }) => examples.map(({ file }) => file))
    for (const file of named) {
      expect(files.some((known) => file === known || file.endsWith(`/${known}`))).toBe(true)
    }
  }

  test('irc-botbot-literal: the quote that closes the literal is no line', async () => {
    const found = await together('irc-botbot-literal')
    expect(found.counts).toMatchObject({ messages: 2, system: 2, unparsed: 0 })
    expect(roomNames(found)).toEqual(['team'])
    expectKnownFiles(found, 'irc-botbot-literal')
  })

  test('irc-dated-names-with-two-endings: two days are one room, named by their folder', async () => {
    const found = await together('irc-dated-names-with-two-endings')
    expect(roomNames(found)).toEqual(['team'])
    expect(found.counts).toMatchObject({ messages: 4, unparsed: 0 })
  })

  test('irc-html-line-separators: U+2028 in a row loses nothing', async () => {
    const found = await together('irc-html-line-separators')
    expect(found.counts).toMatchObject({ messages: 3, system: 0, unparsed: 0 })
    expect(found.rooms[0]!.messages[1]!.text).toBe('one\u2028two')
  })

  test('irc-html-list-page: a page of list items is a log of the channel in its title', async () => {
    const found = await together('irc-html-list-page')
    expect(roomNames(found)).toEqual(['#team'])
    expect(linesOf(found)).toEqual([
      'ana: * waves',
      'ben: ana: good morning',
      '! Joins: cid (c@host.example.org)',
    ])
    expect(timesOf(found)[0]).toBe('2013-02-08T00:05')
    expectKnownFiles(found, 'irc-html-list-page')
  })

  test('irc-html-same-second: the second line of a second is a message too', async () => {
    const found = await together('irc-html-same-second')
    expect(found.counts).toMatchObject({ messages: 3, system: 0, unparsed: 0 })
    expect(roomNames(found)).toEqual(['team'])
    expect(timesOf(found)).toEqual(['2022-08-01T06:50', '2022-08-01T06:50', '2022-08-01T06:51'])
    expectKnownFiles(found, 'irc-html-same-second')
  })

  test('irc-mirc-quit: a quit with its mask is a system line', async () => {
    const found = await together('irc-mirc-quit')
    expect(peopleOf(found)).toEqual(['ana', 'ben'])
    expect(found.counts).toMatchObject({ messages: 2, system: 4, unparsed: 0 })
  })

  test('irc-pircbot-pages: joins, topics, quits and notices of the server are no people', async () => {
    const found = await together('irc-pircbot-pages')
    expect(found.counts).toMatchObject({ messages: 3, system: 5, unparsed: 0 })
    expect(peopleOf(found)).toEqual(['ana', 'ben'])
    expect(roomNames(found)).toEqual(['#crew'])
    expect(timesOf(found)[0]).toBe('2018-05-10T06:52')
  })

  test('irc-weechat-action: blanks in place of the first tab are as good', async () => {
    const found = await together('irc-weechat-action')
    expect(found.counts).toMatchObject({ messages: 5, system: 0, unparsed: 0 })
    expect(linesOf(found).slice(2, 4)).toEqual(['ana: * waves', 'ben: * nods'])
  })

  test('irc-znc-log-txt: two days are one room with dates', async () => {
    const found = await together('irc-znc-log-txt')
    expect(roomNames(found)).toEqual(['#team'])
    expect(found.counts).toMatchObject({ messages: 4, system: 2, unparsed: 0 })
    expect([...new Set(timesOf(found).map((time) => time.slice(0, 10)))]).toEqual([
      '2024-09-01',
      '2024-09-02',
    ])
    expectKnownFiles(found, 'irc-znc-log-txt')
  })
})
