import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'

/** A line that is both our own format and an export of Rocket.Chat. */
const both = (n: number) =>
  JSON.stringify({
    room: 'ours',
    at: `2026-01-01T00:00:0${n}Z`,
    author: 'Ann',
    text: `text ${n}`,
    msg: `msg ${n}`,
    username: 'ann',
    ts: `2026-01-01T00:00:0${n}Z`,
  })

test('a file that fits two formats is read as the better one, names both, and as the other if a person says so', async () => {
  const files = { 'both.json': [both(1), both(2)].join('\n') }
  const first = await readExport(files)
  expect(first.format).toBe('ndjson')
  expect(first.choices?.formats).toEqual(['ndjson', 'rocketchat-json'])
  expect(first.warnings.find(({ code }) => code === 'ambiguous_format')?.examples[0]?.text).toBe(
    'ndjson, rocketchat-json',
  )
  const other = await readExport(files, { reading: { format: 'rocketchat-json' } })
  expect(other.format).toBe('rocketchat-json')
  expect(other.rooms[0]!.messages.map(({ text }) => text)).toEqual(['msg 1', 'msg 2'])
  expect(other.choices?.formats).toEqual(['rocketchat-json', 'ndjson'])
})

test('a format that a file does not fit is no choice, and the others are read as ever', async () => {
  const { rooms } = await readExport(
    { 'drop/#c.log': '[10:00] <ann> hi\n', 'drop/both.json': both(1) },
    { reading: { format: 'rocketchat-json' } },
  )
  expect(rooms.map(({ format }) => format)).toEqual(['irc-bracket', 'rocketchat-json'])
})

test('dates that could be either are read in the order that a person says', async () => {
  const chat = '01/04/2023, 10:00 - Ann: a\n'
  const { rooms, warnings } = await readExport(
    { 'WhatsApp Chat with Ann.txt': chat },
    { reading: { dateOrder: 'mdy', timeZone: 'Europe/Berlin' } },
  )
  expect(rooms[0]!.messages[0]!.at).toBe('2023-01-04T09:00:00.000Z')
  expect(warnings.map(({ code }) => code)).toEqual(['assumed_zone'])
  expect(warnings[0]!.detail).toContain('Europe/Berlin')
})
