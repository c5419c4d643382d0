import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { WorkbookOptions } from '../../server/workbook/write-workbook.ts'
import { hostileRoom } from './hostile.ts'
import {
  hasOpenpyxl,
  message,
  readWithOpenpyxl,
  readZip,
  summaryOf,
  temporaryFolder,
  write,
  type ReadWorkbook,
} from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const messages = [
  message({ number: 1, at: Date.UTC(2026, 2, 29, 0, 59, 59) }),
  message({ number: 2, at: Date.UTC(2026, 2, 29, 1, 0, 0), replyTo: 'm1', author: 'Bo' }),
  message({ number: 3, at: Date.UTC(2026, 9, 25, 1, 30, 0), attachments: [{ name: 'a.png' }] }),
]
const summary = summaryOf(messages, {
  keyPoints: [{ text: 'We ship', author: 'Ada', at: null, messageId: 'm2', messageNumber: 2 }],
  decisions: [{ text: 'We ship', author: 'Ada', at: null, messageId: 'm2', messageNumber: 2 }],
})

let files = 0
async function make(options: WorkbookOptions, timeZone = 'UTC'): Promise<string> {
  const file = path.join(folder.path, `${(files += 1)}.xlsx`)
  await write(file, messages, { options, timeZone, summary })
  return file
}

const textOf = (book: ReadWorkbook, sheet: string): string =>
  (book.sheets.find(({ name }) => name === sheet)?.rows ?? [])
    .flat()
    .flatMap(({ value }) => value ?? [])
    .join('\n')

describe.skipIf(!hasOpenpyxl)('the time zone of a workbook', () => {
  it('is that of every time in it, and is named in the header, across the change of clocks', async () => {
    const book = readWithOpenpyxl(await make({}, 'Europe/Berlin'))
    const [header, ...rows] = book.sheets.at(-1)!.rows
    expect(header![1]!.value).toBe('Time (Europe/Berlin)')
    expect(rows.map((row) => row[1]!.value)).toEqual([
      { date: '2026-03-29T01:59:59.000' },
      { date: '2026-03-29T03:00:00.000' },
      { date: '2026-10-25T02:30:00.000' },
    ])
    expect(book.sheets.at(-1)!.tables).toEqual({ Transcript: 'A1:H4' })
    expect(textOf(book, 'Summary')).toContain('Time zone\nEurope/Berlin')
  })
})

describe.skipIf(!hasOpenpyxl)('sheets that were left out', () => {
  it('are not there, are named on the first sheet, and nothing links to them', async () => {
    const file = await make({ sheets: ['Participants'] })
    const book = readWithOpenpyxl(file)
    expect(book.sheets.map(({ name }) => name)).toEqual(['Summary', 'Participants'])
    expect(textOf(book, 'Summary')).toContain('Sheets Highlights, Activity, Transcript')
    expect(textOf(book, 'Summary')).toContain('Message 2')
    const links = book.sheets.flatMap(({ rows }) => rows.flat().filter(({ link }) => link !== null))
    expect(links).toEqual([])
  })

  it('take no value from the chart of the first sheet, which then holds its own', async () => {
    const file = await make({ sheets: ['Transcript'] })
    expect(readWithOpenpyxl(file).sheets.map(({ charts }) => charts)).toEqual([1, 0])
    const xml = (await readZip(file)).get('xl/charts/chart1.xml')!
    expect(xml).not.toContain('<c:f>')
    const values = /<c:val><c:numLit>(.*?)<\/c:numLit>/.exec(xml)![1]!
    const numbers = [...values.matchAll(/<c:v>(\d+)<\/c:v>/g)].map(([, number]) => Number(number))
    expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(messages.length)
  })

  it('leave the rows of a transcript unread that nobody wants', async () => {
    const file = path.join(folder.path, 'unread.xlsx')
    await write(file, messages, {
      options: { sheets: ['Highlights'] },
      messages: () => {
        throw new Error('read')
      },
    })
    expect(readWithOpenpyxl(file).sheets).toHaveLength(2)
  })
})

describe.skipIf(!hasOpenpyxl)('columns that were left out', () => {
  it('close up, and links between replies move with their column', async () => {
    const book = readWithOpenpyxl(await make({ columns: ['Source id', 'Reply to'] }))
    const [header, , second] = book.sheets.at(-1)!.rows
    expect(header!.map(({ value }) => value)).toEqual([
      '#',
      'Time (UTC)',
      'Author',
      'Message',
      'Reply to',
      'Source id',
    ])
    expect(second![4]).toMatchObject({ value: 'm1', link: { location: "'Transcript'!D2" } })
    expect(book.sheets.at(-1)!.tables).toEqual({ Transcript: 'A1:F4' })
    expect(textOf(book, 'Summary')).toContain('Columns Kind, Attachments of Transcript')
  })

  it('leave every text of a hostile room as it was', async () => {
    const file = path.join(folder.path, 'hostile.xlsx')
    await write(file, hostileRoom.messages, { options: { columns: [] } })
    const [, ...rows] = readWithOpenpyxl(file).sheets.at(-1)!.rows
    expect(rows.map((row) => row[3]!.value ?? '')).toEqual(hostileRoom.expected)
    for (const row of rows) expect(row).toHaveLength(4)
  })
})

describe.skipIf(!hasOpenpyxl)('the first sheet', () => {
  it('tells what the model has used, what it cost and what was tried before', async () => {
    const file = path.join(folder.path, 'costs.xlsx')
    await write(file, messages, {
      delivery: { recipients: ['ada@example.com', 'bo@example.com'] },
      earlierAttempts: [{ attempt: 1, message: 'The disk is full. Free some space, then retry.' }],
      summary: {
        ...summary,
        usage: {
          calls: 2,
          reusedParts: 0,
          inputTokens: 5_000,
          outputTokens: 400,
          reasoningTokens: 0,
          cachedTokens: 0,
          estimated: false,
          cost: 0.012,
          prices: { input: 2, output: 5 },
        },
      },
    })
    const text = textOf(readWithOpenpyxl(file), 'Summary')
    expect(text).toContain(
      'Model\n2 answers of the model server: about 5 k tokens sent, 400 written\nCost\n0.012, at 2.00',
    )
    expect(text).toContain('Delivery\nBy e-mail to ada@example.com, bo@example.com')
    expect(text).toContain('Earlier attempts\n1: The disk is full.')
  })

  it('names no receiver where it names nobody', async () => {
    const file = path.join(folder.path, 'nobody.xlsx')
    await write(file, messages, {
      options: { anonymize: true },
      delivery: { recipients: ['ada@example.com'] },
    })
    expect(textOf(readWithOpenpyxl(file), 'Summary')).toContain('By e-mail to 1 recipient')
  })
})

describe.skipIf(!hasOpenpyxl)('a logo that cannot be shown', () => {
  it('is missed on the first sheet in words', async () => {
    const book = readWithOpenpyxl(
      await make({ logoProblem: { message: 'logo.svg is not a picture.' } }),
    )
    expect(textOf(book, 'Summary')).toContain('Logo\nNot shown: logo.svg is not a picture.')
  })
})
