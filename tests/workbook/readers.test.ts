import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { hostileRoom } from './hostile.ts'
import {
  convert,
  hasLibreOffice,
  hasOpenpyxl,
  message,
  readWithOpenpyxl,
  summaryOf,
  temporaryFolder,
  write,
  type ReadCell,
} from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const header = [
  '#',
  'Time (UTC)',
  'Author',
  'Message',
  'Kind',
  'Reply to',
  'Attachments',
  'Source id',
]

// No literal code here: openpyxl drops `x005F_` from shared strings, which the small sheets use.
const hostileHeadline = '=HYPERLINK("http://evil.example") \u0007 <b>'
const hostileFile = path.join(folder.path, 'hostile.xlsx')
const { messages, expected } = hostileRoom

/** What every row must read as, told from the source and not from the writer. */
const expectedRows = messages.map((source, index) => ({
  number: source.number,
  author: source.author,
  text: expected[index]!,
  kind: source.kind,
  replyTo: source.replyTo ?? '',
  attachments: source.attachments.map(({ name }) => name).join('\n'),
  sourceId: source.sourceId!,
}))

async function writeHostile() {
  return write(hostileFile, messages, {
    room: { roomOid: 'r', name: '&P &"Arial" <x> \u0002 \u202E', source: 'irc', format: 'irc' },
    summary: summaryOf(messages, {
      headline: hostileHeadline,
      keyPoints: [item(1), item(3)],
      links: [
        { ...item(9), url: 'javascript:alert(1)', count: 2 },
        { ...item(10), url: 'https://example.com/?a=1&b=2', count: 1 },
        { ...item(11), url: 'file:///etc/passwd', count: 1 },
      ],
    }),
  })
}

function item(number: number) {
  const source = messages[number - 1]!
  return {
    text: source.text.slice(0, 5_000),
    author: source.author,
    at: new Date(source.at!).toISOString(),
    messageId: source.id,
    messageNumber: number,
  }
}

const written = writeHostile()

describe.skipIf(!hasOpenpyxl)('openpyxl reads a hostile room', () => {
  it('finds every cell of the transcript equal to the source', async () => {
    await written
    const book = readWithOpenpyxl(hostileFile)
    const transcript = book.sheets.find(({ name }) => name === 'Transcript')!
    const value = (cell: ReadCell | undefined): unknown => cell?.value ?? ''
    const [first, ...rows] = transcript.rows
    expect(first!.map(value)).toEqual(header)
    expect(
      rows.map((row) => ({
        number: value(row[0]),
        author: value(row[2]),
        text: value(row[3]),
        kind: value(row[4]),
        replyTo: value(row[5]),
        attachments: value(row[6]),
        sourceId: value(row[7]),
      })),
    ).toEqual(expectedRows)
    expect(rows.map((row) => row[1]!.value)).toEqual(
      messages.map(({ at }) => ({ date: new Date(at!).toISOString().slice(0, -1) })),
    )
  })

  it('finds text and no formula in any cell of any sheet', async () => {
    await written
    const book = readWithOpenpyxl(hostileFile)
    const types = book.sheets.flatMap(({ rows }) => rows.flat().map(({ type }) => type))
    expect(types).not.toContain('f')
    expect(types).not.toContain('e')
  })

  it('finds links only to places inside, and on the small sheets to the web', async () => {
    await written
    const book = readWithOpenpyxl(hostileFile)
    const targets = book.sheets.flatMap(({ name, rows }) =>
      rows.flat().flatMap(({ link }) => (link?.target ? [`${name} ${link.target}`] : [])),
    )
    expect(targets).toEqual(['Highlights https://example.com/?a=1&b=2'])
    const transcript = book.sheets.find(({ name }) => name === 'Transcript')!
    const replies = transcript.rows.flatMap((row) => (row[5]!.link ? [row[5]!.link.location] : []))
    const answered = messages.filter(({ replyTo }) => replyTo !== null)
    expect(replies).toEqual(answered.map(({ number }) => `'Transcript'!D${number}`))
  })

  it('marks what could be calculated, so that editing a cell does not', async () => {
    await written
    const transcript = readWithOpenpyxl(hostileFile, 'Transcript').sheets.find(
      ({ name }) => name === 'Transcript',
    )!
    const quoted = transcript.rows.slice(1).map((row) => row[3]!.quoted)
    expect(quoted).toEqual(messages.map(({ text }) => /^\s*[=+\-@＝]/.test(text)))
  })

  it('says on the first sheet what was changed, who wrote it and how much was read', async () => {
    const { changes } = await written
    expect(changes).toMatchObject({ cutCells: 0, lineEndings: 2, brokenCharacters: 2 })
    const [first] = readWithOpenpyxl(hostileFile).sheets
    const text = first!.rows.flat().map(({ value }) => String(value ?? ''))
    expect(text).toContain(hostileHeadline)
    expect(text.join('\n')).toContain('2 broken characters shown as \uFFFD')
    expect(text.join('\n')).toContain('2 line breaks written the one way Excel knows')
    expect(text.join('\n')).toContain('Quotes picked on this computer')
    const read = messages.filter(({ kind }) => kind === 'message').length
    expect(text).toContain(`${read} of ${read} messages in range were read`)
  })
})

describe.skipIf(!hasOpenpyxl)('openpyxl reads the design', () => {
  it('finds the five sheets, native charts, tables, frozen and repeated headers', async () => {
    await written
    const { sheets } = readWithOpenpyxl(hostileFile)
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Highlights',
      'Participants',
      'Activity',
      'Transcript',
    ])
    // All of it was written within one minute, so only its people make a chart.
    expect(sheets.map(({ charts }) => charts)).toEqual([0, 0, 0, 1, 0])
    const transcript = sheets[4]!
    expect(transcript.tables).toEqual({ Transcript: `A1:H${messages.length + 1}` })
    expect(transcript.freeze).toBe('A2')
    expect(transcript.printTitles).toBe('$1:$1')
    expect(sheets.map(({ fitToWidth }) => fitToWidth)).toEqual([1, 1, 1, 1, 1])
    expect(transcript.rows[0]!.every(({ bold }) => bold)).toBe(true)
    expect(transcript.rows[1]![1]!.format).toBe('yyyy-mm-dd hh:mm:ss')
    expect(transcript.rows[1]![3]!.wrap).toBe(true)
  })

  it('finds a word for an empty room on every sheet, and no chart', async () => {
    const file = path.join(folder.path, 'empty.xlsx')
    await write(file, [], { summary: summaryOf([], { headline: '' }) })
    const { sheets } = readWithOpenpyxl(file)
    const text = (index: number): string =>
      sheets[index]!.rows.flat()
        .map(({ value }) => value ?? '')
        .join('\n')
    expect(sheets.map(({ name }) => name)).toHaveLength(5)
    expect(text(0)).toContain('Nothing to report')
    expect(text(1)).toContain('No decisions were found.')
    expect(text(3)).toContain('No activity')
    expect(sheets.map(({ charts }) => charts)).toEqual([0, 0, 0, 0, 0])
    expect(sheets[4]!.rows.map((row) => row.map(({ value }) => value))).toEqual([header])
  })

  it('finds the numbers of each participant', async () => {
    const file = path.join(folder.path, 'people.xlsx')
    const people = [
      message({
        number: 1,
        author: 'Ada',
        text: 'Is it open?',
        at: Date.UTC(2026, 0, 1, 23, 30),
      }),
      message({ number: 2, author: 'Bo', replyTo: 'm1', at: Date.UTC(2026, 0, 1, 23, 31) }),
      message({ number: 3, author: 'Ada', at: Date.UTC(2026, 0, 2, 5) }),
    ]
    await write(file, people, { timeZone: 'Asia/Tokyo' })
    const rows = readWithOpenpyxl(file).sheets[2]!.rows.map((row) => row.map(({ value }) => value))
    expect(rows[0]![4]).toBe('First message (Asia/Tokyo)')
    expect(rows[1]).toEqual([
      1,
      'Ada',
      2,
      2 / 3,
      { date: '2026-01-02T08:30:00.000' },
      { date: '2026-01-02T14:00:00.000' },
      1,
      0,
      1,
      0,
      null,
      0,
    ])
    expect(rows[2]!.slice(6, 11)).toEqual([1, 1, 0, 1, { span: '0:01:00' }])
  })
})

describe.skipIf(!hasLibreOffice)('LibreOffice reads a hostile room', () => {
  it('finds every text of the transcript equal to the source', async () => {
    await written
    convert(
      hostileFile,
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,5',
      folder.path,
    )
    const file = readdirSync(folder.path).find((name) => /hostile.*Transcript\.csv$/.test(name))!
    const rows = parse(readFileSync(path.join(folder.path, file)), {
      relax_column_count: true,
    }) as string[][]
    expect(rows[0]).toEqual(header)
    expect(
      rows.slice(1).map((row) => ({
        number: Number(row[0]),
        author: row[2],
        text: row[3],
        kind: row[4],
        replyTo: row[5],
        attachments: row[6],
        sourceId: row[7],
      })),
    ).toEqual(expectedRows)
    expect(rows.slice(1).map((row) => row[1])).toEqual(
      messages.map(({ at }) => new Date(at!).toISOString().slice(0, 19).replace('T', ' ')),
    )
  }, 120_000)

  it('shows every second of an hour as it was', async () => {
    const file = path.join(folder.path, 'seconds.xlsx')
    const seconds = Array.from({ length: 3_600 }, (_, index) =>
      message({ number: index + 1, at: Date.UTC(2026, 1, 1, index % 24, 0, index) }),
    )
    await write(file, seconds)
    convert(
      file,
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,5',
      folder.path,
    )
    const csv = readFileSync(path.join(folder.path, 'seconds-Transcript.csv'))
    const shown = (parse(csv) as string[][]).slice(1).map((row) => row[1])
    const expectedTimes = seconds.map(({ at }) =>
      new Date(at!).toISOString().slice(0, 19).replace('T', ' '),
    )
    expect(shown).toEqual(expectedTimes)
  }, 120_000)

  it('finds living charts over the ranges of the Activity sheet', async () => {
    const file = path.join(folder.path, 'charts.xlsx')
    const room = Array.from({ length: 60 }, (_, index) =>
      message({
        number: index + 1,
        author: `P${index % 3}`,
        at: Date.UTC(2026, 0, 1 + (index % 20), index % 24),
      }),
    )
    await write(file, room)
    convert(file, 'fods', folder.path)
    const fods = readFileSync(path.join(folder.path, 'charts.fods'), 'utf8')
    expect(fods.match(/chart:class="chart:bar"/g)?.length).toBeGreaterThanOrEqual(5)
    const ranges = [...fods.matchAll(/chart:values-cell-range-address="([^"]+)"/g)].map(
      ([, range]) => range!.replaceAll(/[$']/g, ''),
    )
    expect(ranges).toContain('Activity.P43:Activity.P62')
    expect(ranges).toContain('Activity.J43:Activity.J66')
    expect(ranges).toContain('Activity.C67:Activity.I67')
    expect(fods).not.toContain('table:formula=')
  }, 120_000)
})
