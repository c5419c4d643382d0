import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'

const HEADER = 'time,author,text\n'
const row = (n: number, text = `t${n}`): string =>
  `2026-03-02T10:00:${10 + (n % 50)}Z,Ann,"${text}"\n`
/** Lines that somebody pasted, none of which is a row. */
const pasted = (length: number): string => 'a ""line"" of a log\n'.repeat(Math.ceil(length / 19))

test('a row of some megabytes over many lines is one message', async () => {
  const text = HEADER + row(1) + row(2, pasted(6_000_000)) + row(3)
  const { counts, rooms } = await readExport({ 'chat.csv': text })
  expect(counts).toMatchObject({ messages: 3, unparsed: 0 })
  expect(rooms[0]!.messages[1]!.text.length).toBeGreaterThan(5_000_000)
})

test('a row too large to be read is one that was not read, and all behind it are', async () => {
  const text = HEADER + row(1) + row(2, pasted(20_000_000)) + row(3) + row(4, 'two\nlines')
  const { counts, rooms } = await readExport({ 'chat.csv': text })
  expect(counts).toMatchObject({ messages: 3, unparsed: 1 })
  expect(rooms[0]!.messages.map((message) => message.text)).toEqual(['t1', 't3', 'two\nlines'])
})

test('a missing quotation mark costs its own row, however long the file is', async () => {
  const plain = Array.from(
    { length: 120_000 },
    (_, n) => `2026-03-02T10:00:00Z,Ann,number ${n} of many\n`,
  )
  plain[7] = '2026-03-02T10:00:00Z,Ann,"number 7 of many\n'
  const { counts } = await readExport({ 'chat.csv': HEADER + plain.join('') })
  expect(counts).toMatchObject({ messages: 119_999, unparsed: 1 })
}, 60_000)

test('a line that is cut stays what it was up to there; a record that is cut is one not read', async () => {
  const long = 'x' + 'ü'.repeat(9_000_000)
  const log = `[10:00:00] <ann> hi\n[10:00:01] <ann> ${long}\n[10:00:02] <ann> ho\n`
  const text = await readExport({ '#a/2026-03-02.log': log })
  expect(text.counts).toMatchObject({ messages: 3, unparsed: 0, repaired: 1 })
  const kept = text.rooms[0]!.messages[1]!.text
  expect([kept.length > 8_000_000, kept.replaceAll('ü', '')]).toEqual([true, 'x'])
  const record = (words: string): string =>
    JSON.stringify({ room: 'a', at: '2026-03-02T10:00:00Z', author: 'ann', text: words }) + '\n'
  const lines = await readExport({ 'a.ndjson': record('hi') + record(long) + record('ho') })
  expect(lines.counts).toMatchObject({ messages: 2, unparsed: 1, repaired: 0 })
  expect(lines.warnings.map(({ code }) => code)).toContain('too_large')
}, 60_000)
