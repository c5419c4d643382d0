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

const TABLE = 'time,author,text\n2026-03-02 10:00,Ann,hi\n2026-03-02 10:01,Ben,ho\n'
const ARTICLES = 'author,title,content\nAnn,One,Long ago\nBen,Two,And then\n'

test('among other files a table is a chat only if it names time, author and text; alone it is one', async () => {
  const alone = await readExport({ 'articles.csv': ARTICLES })
  expect(alone.counts.messages).toBe(2)
  const folder = await readExport({
    'articles.csv': ARTICLES,
    'chat.csv': TABLE,
    'warn.js': 'export const warn = (self, code, message, data = {}) => {\n  code()\n}\n',
  })
  expect(folder.rooms.map(({ name }) => name)).toEqual(['chat'])
  expect(folder.counts).toMatchObject({ rooms: 1, messages: 2, unparsed: 0 })
  const asked = folder.warnings.find(({ code }) => code === 'columns_needed')
  expect(asked?.examples.map(({ file }) => file)).toEqual(['drop/articles.csv'])
  expect(folder.choices?.table?.file).toBe('drop/articles.csv')
})

test('JSON whose names look like a header is no table', async () => {
  const map = { version: 3, names: ['_path', 'data', 'require', 'message', 'from'], mappings: 'A' }
  const { counts } = await readExport({
    'index.js.map': `${JSON.stringify(map)}\n`,
    'chat.csv': TABLE,
  })
  expect(counts).toMatchObject({ rooms: 1, messages: 2, unparsed: 0 })
})
