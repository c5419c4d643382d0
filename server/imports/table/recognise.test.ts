import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'
import { offeredTable, tableOf } from './recognise.ts'

const table = (text: string) => tableOf({ text, whole: true })

test('a table with an unknown header is offered with a guess by what stands in its cells', () => {
  const text = [
    'Spalte A|Spalte B|Spalte C|Spalte D',
    '7|2024-01-01 10:00|Ann|The berth is free from noon on',
    '8|2024-01-01 10:01|Bob|Then we come at one',
    '9|2024-01-01 10:02|Ann|Fine, bring the rope with you',
  ].join('\n')
  const found = table(text)!
  expect(found).toMatchObject({ delimiter: '|', hasHeader: true })
  expect(offeredTable('x.csv', found)).toEqual({
    file: 'x.csv',
    rows: text.split('\n').map((line) => line.split('|')),
    hasHeader: true,
    columns: { time: 1, author: 2, text: 3 },
  })
})

test('a table without a header says so', () => {
  const found = table('2024-01-01 10:00,Ann,hi there\n2024-01-01 10:01,Bob,hello\n')!
  expect(found.hasHeader).toBe(false)
  expect(found.guess).toMatchObject({ time: 0 })
})

test.each([
  ['prose', 'Once upon a time, there was a chat.\nIt had many, many, many commas.\nOne, two.\n'],
  ['JSON', '{"a": 1, "b": 2}\n{"a": 1, "b": 2}\n'],
  ['HTML', '<table>, <tr>\n<td>, </td>\n'],
  ['one column', 'a\nb\nc\n'],
  ['only a header', 'a,b,c\n'],
])('%s is no table', (_name, text) => {
  expect(table(text)).toBeNull()
})

const unknown = 'when?;who?;what?\n03/04/2024 09:05;Ann;"a; b"\n04/04/2024 10:00;Bob;c\n'

test('a table that nobody knows fails with its beginning, and is read once the columns are chosen', async () => {
  const failure = await readExport({ 'x.csv': unknown }).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    code: 'columns_needed',
    message: expect.stringContaining('when?, who?, what?') as string,
    choices: {
      table: { rows: [['when?', 'who?', 'what?'], expect.anything(), expect.anything()] },
    },
  })
  const reading = { columns: { time: 0, author: 1, text: 2 }, dateOrder: 'mdy' as const }
  const { rooms, counts } = await readExport({ 'x.csv': unknown }, { reading })
  expect(counts).toMatchObject({ messages: 2, unparsed: 0 })
  expect(rooms[0]!.messages.map(({ at, author, text }) => [at.slice(0, 16), author, text])).toEqual(
    [
      ['2024-03-04T09:05', 'Ann', 'a; b'],
      ['2024-04-04T10:00', 'Bob', 'c'],
    ],
  )
})

test('beside files that are known, an unknown table is named and offered', async () => {
  const { counts, warnings, choices } = await readExport({
    'drop/#c.log': '[10:00] <ann> hi\n',
    'drop/x.csv': unknown,
  })
  expect(counts.messages).toBe(1)
  expect(warnings.map(({ code }) => code)).toContain('columns_needed')
  expect(choices?.table?.file).toBe('drop/drop/x.csv')
})

test('a table without a header is read from its first row on, rooms by their column', async () => {
  const { rooms } = await readExport(
    { 'x.csv': '1704099600,Ann,hi,red\n1704099601,Bob,ho,blue\n' },
    { reading: { columns: { time: 0, author: 1, text: 2, room: 3 }, hasHeader: false } },
  )
  expect(rooms.map(({ name, messages }) => [name, messages[0]!.text])).toEqual([
    ['red', 'hi'],
    ['blue', 'ho'],
  ])
})

test.each(['sep=;\r\n', '"sep=;"\n', 'SEP=;\n'])(
  'a first line %j names the delimiter and is no row, also where the columns are chosen',
  async (first) => {
    const known = await readExport({ 'x.csv': `${first}time;author;text\n1704099600;Ann;"a, b"\n` })
    expect(known.rooms[0]!.messages.map(({ author, text }) => [author, text])).toEqual([
      ['Ann', 'a, b'],
    ])
    expect(known.counts).toMatchObject({ messages: 1, unparsed: 0 })
    const reading = { columns: { time: 0, author: 1, text: 2 }, dateOrder: 'mdy' as const }
    const chosen = await readExport({ 'x.csv': first + unknown }, { reading })
    expect(chosen.counts).toMatchObject({ messages: 2, unparsed: 0 })
  },
)

test('months come first where slashes stand with AM and PM, if no date tells; a file that tells wins', async () => {
  const rows = (...dates: string[]) =>
    `time,author,text\n${dates.map((date, n) => `"${date}",Ann,m${n}\n`).join('')}`
  const days = async (...dates: string[]) =>
    (await readExport({ 'x.csv': rows(...dates) })).rooms[0]!.messages.map(({ at }) =>
      at.slice(0, 10),
    )
  expect(await days('3/2/2026 10:00:00 AM')).toEqual(['2026-03-02'])
  expect(await days('3/02/2026 10:00:00 AM')).toEqual(['2026-02-03'])
  expect(await days('3/2/2026 10:00:00 AM', '13/2/2026 10:00:00 AM +00:00')).toEqual([
    '2026-02-03',
    '2026-02-13',
  ])
})
