import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ExcelJS from 'exceljs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { previewLimits } from '../../server/workbook/preview/limits.ts'
import { PreviewPage, PreviewSheet } from '../../server/contract/preview.ts'
import type { ReportLanguage } from '../../server/contract/workbook.ts'
import { openBook } from '../../server/workbook/preview/book.ts'
import { UnreadableWorkbook } from '../../server/workbook/preview/package-reader.ts'
import { previewPage, previewSheets } from '../../server/workbook/preview/preview.ts'
import { hostileRoom } from './hostile.ts'
import { convert, hasLibreOffice, message, summaryOf, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const place = (name: string): string => path.join(folder.path, name)

async function sheetsOf(file: string): Promise<PreviewSheet[]> {
  const book = await openBook(file)
  try {
    return (await previewSheets(book)).map((sheet) => PreviewSheet.parse(sheet))
  } finally {
    book.reader.close()
  }
}

async function pageOf(
  file: string,
  index: number,
  offset = 0,
  limit = 500,
  language: ReportLanguage = 'en',
): Promise<PreviewPage> {
  const book = await openBook(file)
  try {
    return PreviewPage.parse(await previewPage(book, index, { offset, limit, language }))
  } finally {
    book.reader.close()
  }
}

const { messages } = hostileRoom
const cited = { author: 'Ada', at: '2026-02-01T09:00:00Z', messageId: 'm2', messageNumber: 2 }
const hostileFile = place('hostile.xlsx')
const written = write(hostileFile, messages, {
  summary: summaryOf(messages, {
    keyPoints: [{ ...cited, text: 'We ship' }],
    links: [
      { ...cited, text: '', url: 'https://example.com/a?b=1&c=2', count: 1 },
      { ...cited, text: '', url: 'javascript:alert(1)', count: 1 },
    ],
  }),
})

describe('the preview of a hostile room', () => {
  it('names the sheets and how large they are', async () => {
    await written
    const sheets = await sheetsOf(hostileFile)
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Highlights',
      'Participants',
      'Activity',
      'Transcript',
    ])
    expect(sheets[4]).toMatchObject({
      rowCount: messages.length + 1,
      readableRows: messages.length + 1,
      columnCount: 8,
      frozenRows: 1,
    })
  })

  it('shows every text as the source has it, and no cell as a formula', async () => {
    await written
    const page = await pageOf(hostileFile, 4)
    const [header, ...rows] = page.rows
    expect(header!.cells.map(({ text }) => text)).toEqual([
      '#',
      'Time (UTC)',
      'Author',
      'Message',
      'Kind',
      'Reply to',
      'Attachments',
      'Source id',
    ])
    expect(page.styles[header!.cells[0]!.style]).toMatchObject({ bold: true, fill: '1F5673' })
    expect(rows.map((row) => row.cells[3]!.text)).toEqual(hostileRoom.expected)
    expect(rows[0]!.cells[0]).toMatchObject({ kind: 'number', text: '1' })
    expect(rows[0]!.cells[1]).toMatchObject({ kind: 'date', text: '2026-02-01 09:00:01' })
    expect(page.styles[rows[0]!.cells[3]!.style]).toMatchObject({ wrap: true })
    expect(page.isLast).toBe(true)
  })

  it('leads from replies to what they answer, and nowhere outside but to the web', async () => {
    await written
    const transcript = await pageOf(hostileFile, 4)
    const links = transcript.rows.flatMap(({ cells }) => cells.flatMap(({ link }) => link ?? []))
    const replies = messages.filter(({ replyTo }) => replyTo !== null)
    expect(links).toEqual(replies.map(({ number }) => ({ sheet: 4, row: number - 1, column: 3 })))
    const highlights = await pageOf(hostileFile, 1)
    const urls = highlights.rows.flatMap(({ cells }) =>
      cells.flatMap(({ link }) => (link !== undefined && 'url' in link ? link.url : [])),
    )
    expect(urls).toEqual(['https://example.com/a?b=1&c=2'])
  })

  it('gives merged cells, widths and heights of the first sheet', async () => {
    await written
    const page = await pageOf(hostileFile, 0)
    const title = page.rows.find(({ cells }) => cells.some(({ text }) => text === 'Planning'))!
    expect(page.merges).toContainEqual({
      from: { row: title.row, column: 1 },
      to: { row: title.row, column: 8 },
    })
    expect(title.height).toBeGreaterThan(20)
    expect(page.columnWidths.slice(0, 3)).toEqual([2, 13, 13])
  })
})

describe('the charts of a preview', () => {
  const room = Array.from({ length: 40 }, (_, index) =>
    message({ number: index + 1, author: `P${index % 3}`, at: Date.UTC(2026, 0, 1 + (index % 5)) }),
  )

  it('are read from the file: kind, words, categories and values', async () => {
    const file = place('charts.xlsx')
    await write(file, room)
    const activity = (await sheetsOf(file))[3]!
    expect(activity.charts.map(({ type, title }) => [type, title])).toEqual([
      ['column', 'Messages per day'],
      ['bar', 'Most active participants'],
    ])
    const [days, people] = activity.charts
    expect(days!.categories).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-01-03',
      '2026-01-04',
      '2026-01-05',
    ])
    expect(days!.series).toEqual([{ name: 'Messages', values: [8, 8, 8, 8, 8], color: '1F5673' }])
    expect(people!.categories).toEqual(['P0', 'P1', 'P2'])
    expect(people!.series[0]!.values).toEqual([14, 13, 13])
    expect(people!.description).toContain('most active participants')
    expect(days!.to.row).toBeGreaterThan(days!.from.row)
  })

  it('are read where their values stand in them alone', async () => {
    const file = place('literal.xlsx')
    await write(file, room, { options: { sheets: [] } })
    const [summary] = await sheetsOf(file)
    expect(summary!.charts[0]).toMatchObject({
      categories: ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'],
      series: [{ name: 'Messages', values: [8, 8, 8, 8, 8] }],
    })
  })
})

describe('the preview of a long sheet', () => {
  const many = Array.from({ length: 60_000 }, (_, index) =>
    message({ number: index + 1, text: `Text ${index + 1}` }),
  )
  const file = place('long.xlsx')
  const ready = write(file, many)

  it('says how long it is, and gives the first rows of it', async () => {
    await ready
    const transcript = (await sheetsOf(file))[4]!
    expect(transcript).toMatchObject({
      rowCount: many.length + 1,
      readableRows: previewLimits.maxRows,
    })
    const deep = await pageOf(file, 4, 12_000, 100)
    expect(deep.rows.map(({ row }) => row)).toEqual(
      Array.from({ length: 100 }, (_, index) => 12_000 + index),
    )
    expect(deep.rows[0]!.cells[3]!.text).toBe('Text 12000')
    expect(deep.isLast).toBe(false)
    const end = await pageOf(file, 4, previewLimits.maxRows - 10, 100)
    expect(end.rows).toHaveLength(10)
    expect(end.isLast).toBe(true)
    expect((await pageOf(file, 4, 900_000, 100)).rows).toEqual([])
  })

  it('reads no more of the file than it needs', async () => {
    await ready
    const book = await openBook(file)
    let bytes = 0
    const { open } = book.reader
    const counting = async (part: string) => {
      const stream = await open(part)
      stream.on('data', (chunk: Buffer | string) => (bytes += chunk.length))
      return stream
    }
    await previewPage({ ...book, reader: { ...book.reader, open: counting } }, 4, {
      offset: 0,
      limit: 50,
      language: 'en',
    })
    const size = book.reader.sizeOf('xl/worksheets/sheet5.xml')!
    book.reader.close()
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(size / 20)
  })
})

describe('the preview of numbers', () => {
  it.each([
    ['en', ['1,234,567', '12.5%', '0.5']],
    ['de', ['1.234.567', '12,5%', '0,5']],
  ] as const)('writes them as the language of the report does (%s)', async (language, texts) => {
    const file = place(`numbers-${language}.xlsx`)
    const workbook = new ExcelJS.Workbook()
    const row = workbook.addWorksheet('Numbers').addRow([1_234_567, 0.125, 0.5])
    for (const [index, pattern] of ['#,##0', '0.0%', 'General'].entries()) {
      row.getCell(index + 1).numFmt = pattern
    }
    await workbook.xlsx.writeFile(file)
    const page = await pageOf(file, 0, 0, 1, language)
    expect(page.rows[0]?.cells.map(({ text }) => text)).toEqual(texts)
  })
})

describe('the preview of a file that others have saved', () => {
  it.skipIf(!hasLibreOffice)(
    'shows the same texts and charts after LibreOffice has written it anew',
    async () => {
      await written
      const out = path.join(folder.path, 'saved')
      convert(hostileFile, 'xlsx:Calc MS Excel 2007 XML', out)
      const file = path.join(out, 'hostile.xlsx')
      const sheets = await sheetsOf(file)
      expect(sheets.map(({ charts }) => charts.length)).toEqual([0, 0, 0, 1, 0])
      const page = await pageOf(file, 4)
      const texts = page.rows.slice(1).map((row) => row.cells[3]?.text ?? '')
      // LibreOffice writes a literal code as it is, and thereby changes what it means.
      const isKept = (_: string, index: number): boolean =>
        !/_x[0-9A-F]{4}/.test(hostileRoom.expected[index]!)
      expect(texts.filter(isKept)).toEqual(hostileRoom.expected.filter(isKept))
      expect(texts).toHaveLength(hostileRoom.expected.length)
      expect(page.rows[1]!.cells[1]).toMatchObject({ kind: 'date', text: '2026-02-01 09:00:01' })
    },
    120_000,
  )

  it('shows numbers, dates, truth values, rich text and formulas as they were calculated', async () => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet("O'Neil & Co")
    sheet.getCell('A1').value = {
      richText: [{ text: 'two ' }, { font: { bold: true }, text: 'runs' }],
    }
    sheet.getCell('B1').value = { formula: '1+1', result: 2 }
    sheet.getCell('C1').value = true
    sheet.getCell('D1').value = new Date('2026-03-02T00:00:00Z')
    sheet.getCell('D1').numFmt = 'd mmm yyyy'
    sheet.getCell('E1').value = 0.256
    sheet.getCell('E1').numFmt = '0.0%'
    sheet.getCell('A3').value = { error: '#DIV/0!' }
    const file = place('foreign.xlsx')
    writeFileSync(file, Buffer.from(await workbook.xlsx.writeBuffer()))
    const page = await pageOf(file, 0)
    expect(page.rows.map(({ row }) => row)).toEqual([0, 2])
    expect(page.rows[0]!.cells.map(({ kind, text }) => [kind, text])).toEqual([
      ['text', 'two runs'],
      ['number', '2'],
      ['boolean', 'TRUE'],
      ['date', '2 Mar 2026'],
      ['number', '25.6%'],
    ])
    expect(page.rows[1]!.cells[0]).toMatchObject({ kind: 'error', text: '#DIV/0!' })
  })
})

describe('a file that cannot be previewed', () => {
  const changed = async (name: string, part: string, change: (xml: string) => string) => {
    await written
    const parts = unzipSync(readFileSync(hostileFile))
    parts[part] = strToU8(change(Buffer.from(parts[part]!).toString('utf8')))
    const file = place(name)
    writeFileSync(file, zipSync(parts))
    return file
  }

  it.each([
    ['is no zip', Buffer.from('hello')],
    ['is a zip of something else', Buffer.from(zipSync({ 'a.txt': strToU8('a') }))],
    ['is cut off', null],
  ])('is refused in words when it %s', async (name, content) => {
    await written
    const file = place(`${name}.xlsx`)
    writeFileSync(file, content ?? readFileSync(hostileFile).subarray(0, 5_000))
    await expect(openBook(file)).rejects.toThrow(UnreadableWorkbook)
  })

  it('is refused when its texts would not fit into memory', async () => {
    const file = await changed('bomb.xlsx', 'xl/sharedStrings.xml', (xml) =>
      xml.replace('</sst>', `<si><t>${'x'.repeat(previewLimits.maxStringsBytes)}</t></si></sst>`),
    )
    await expect(openBook(file)).rejects.toThrow(/too large/)
  })

  it('is refused when entities in it would grow', async () => {
    const file = await changed('entities.xlsx', 'xl/worksheets/sheet1.xml', (xml) =>
      xml.replace('<worksheet', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><worksheet'),
    )
    const safe = await changed('entity.xlsx', 'xl/worksheets/sheet1.xml', (xml) =>
      xml.replace(
        '</sheetData>',
        '<row r="999"><c r="A999" t="str"><v>&c;</v></c></row></sheetData>',
      ),
    )
    expect((await pageOf(file, 0)).rows.length).toBeGreaterThan(0)
    await expect(pageOf(safe, 0)).rejects.toThrow(UnreadableWorkbook)
  })

  it('makes no list as long as a chart pretends to be', async () => {
    const file = await changed('points.xlsx', 'xl/charts/chart1.xml', (xml) =>
      xml.replaceAll(/ptCount val="\d+"/g, 'ptCount val="4000000000"'),
    )
    const activity = (await sheetsOf(file))[3]!
    expect(activity.charts[0]!.categories).toHaveLength(previewLimits.maxPoints)
  })

  it('says where it has gone', async () => {
    await expect(openBook(place('nowhere.xlsx'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
