import type { StoredMessage } from '../ports/message.ts'
import type { WorkbookChanges } from './changes.ts'
import {
  designWorkbook,
  sheetName,
  sheetPart,
  type DesignedSheet,
  type WorkbookDesign,
} from './design/design-workbook.ts'
import { mix, palette } from './design/palette.ts'
import { noExtras, type RowsPlan, type SheetExtras } from './design/sheet-plan.ts'
import { lines } from './design/text.ts'
import type { WorkbookInput } from './input.ts'
import { addContentTypes, addSheets, applicationProperties } from './package/book-xml.ts'
import { SheetParts } from './package/finish-package.ts'
import { SharedStrings } from './package/shared-strings.ts'
import { fillText, insertBefore, rowStyles, splitAtRows } from './package/sheet-xml.ts'
import { addQuotedFormat } from './package/styles-xml.ts'
import type { ZipWriter } from './package/zip-writer.ts'
import { cellXml } from './text/cell-text.ts'
import type { Speech } from '../words/speech.ts'
import { RowWriter } from './transcript/row-writer.ts'
import {
  letterOf,
  transcriptColumns,
  type TranscriptColumn,
} from './transcript/transcript-layout.ts'
import { placeOf, TranscriptSheets, type FinishedSheet } from './transcript/transcript-sheets.ts'

export interface PartsInput extends WorkbookInput {
  speech: Speech
  zip: ZipWriter
  changes: WorkbookChanges
  slices: AsyncIterable<readonly StoredMessage[]>
}

/**
 * Writes every part of the workbook, in an order that lets each say what is known by then: the
 * transcript first, the Summary sheet, which tells what was changed in it, after it, and the parts
 * that list the others last.
 */
export async function writeParts(input: PartsInput): Promise<void> {
  const { zip, signal, options = {}, statistics, speech } = input
  const transcriptName = sheetName(speech, 'Transcript')
  const design = await designWorkbook({
    ...input,
    options,
    delivery: input.delivery ?? { recipients: [] },
    earlierAttempts: input.earlierAttempts ?? [],
    placeOf: (number) => placeOf(transcriptName, number, options.rowsPerSheet),
  })
  signal.throwIfAborted()
  const part = (name: string): string => design.parts.get(name)?.toString('utf8') ?? missing(name)
  // First, so that tools that look at the beginning of a file recognise the kind of it.
  await zip.add('_rels/.rels', part('_rels/.rels'))

  const writer = new PartWriter(input, design, part)
  const transcript = design.sheets.find(({ rows }) => rows !== undefined && !rows.make)
  const sheets = transcript?.rows ? await writer.writeTranscript(transcript, transcript.rows) : []
  const drawn = design.sheets.filter(({ rows }) => rows === undefined)
  const made = design.sheets.filter(({ rows }) => rows?.make !== undefined)
  for (const sheet of [...made, ...drawn]) {
    signal.throwIfAborted()
    await writer.writeSheet(sheet)
  }
  await writer.writeBook(sheets)
  input.onProgress(statistics.total, statistics.total)
}

const missing = (name: string): never => {
  throw new Error(`The designed workbook has no part ${name}`)
}

class PartWriter {
  readonly #input: PartsInput
  readonly #design: WorkbookDesign
  readonly #part: (name: string) => string
  readonly #strings: SharedStrings
  readonly #sheetParts: SheetParts
  #stylesXml: string

  constructor(input: PartsInput, design: WorkbookDesign, part: (name: string) => string) {
    this.#input = input
    this.#design = design
    this.#part = part
    this.#strings = new SharedStrings(part('xl/sharedStrings.xml'))
    this.#sheetParts = new SheetParts(
      input.zip,
      mix(palette(input.options?.themeColor).accent, 'FFFFFF', 0.35),
    )
    this.#stylesXml = part('xl/styles.xml')
  }

  async writeTranscript(
    { number }: DesignedSheet,
    { samples, columnCount }: RowsPlan,
  ): Promise<readonly FinishedSheet[]> {
    const { zip, changes, statistics, onProgress, slices, speech, options = {} } = this.#input
    const columns = transcriptColumns(speech, options.columns)
    const xml = this.#part(sheetPart(number))
    const { head, tail } = splitAtRows(xml)
    const stylesOf = (name: string): number[] => rowStyles(xml, samples[name] ?? 0, columnCount)
    const message = stylesOf('message')
    const system = stylesOf('system')
    const linkIndex = columns.findIndex(({ field }) => field === 'replyTo')
    const link = stylesOf('linked')[linkIndex] ?? 0
    const quoted = new Map<number, number>()
    for (const format of new Set([...message, ...system, link])) {
      const added = addQuotedFormat(this.#stylesXml, format)
      this.#stylesXml = added.xml
      quoted.set(format, added.format)
    }
    const later: (() => Promise<void>)[] = []
    const sheets = new TranscriptSheets({
      zip,
      changes,
      name: sheetName(speech, 'Transcript'),
      rows: new RowWriter(
        columns,
        { message, system, link, quoted },
        { strings: this.#strings, changes, speech },
      ),
      frame: {
        head,
        tail: (sheet, links) => {
          const linked = insertBefore(
            tail,
            ['<printOptions', '<pageMargins'],
            links === '' ? '' : `<hyperlinks>${links}</hyperlinks>`,
          )
          const table = tableOf(sheet.rows, later.length, columns)
          const completed = this.#sheetParts.complete(sheet.part, linked, table)
          later.push(() => completed.writeParts())
          return completed.xml
        },
      },
      repliesAmong: statistics.replies.marked > 0 ? statistics.total : 0,
      linkColumn: letterOf(columns, 'replyTo'),
      firstSheetNumber: number,
      ...(options.rowsPerSheet === undefined ? {} : { rowsPerSheet: options.rowsPerSheet }),
    })
    let done = 0
    for await (const slice of slices) {
      await sheets.add(slice)
      done += slice.length
      onProgress(Math.min(done, statistics.total), statistics.total)
    }
    const finished = await sheets.finish()
    // Each further sheet repeats the header.
    this.#strings.recount((finished.length - 1) * columnCount)
    for (const writeRest of later) await writeRest()
    return finished
  }

  async writeSheet({ number, extras, late, rows }: DesignedSheet): Promise<void> {
    const { zip, changes, signal } = this.#input
    const name = sheetPart(number)
    let xml = this.#part(name)
    const entry = zip.open(name)
    if (rows?.make !== undefined) {
      const { samples, columnCount } = rows
      const { head, tail } = splitAtRows(xml)
      const stylesOf = (sample: string): number[] =>
        rowStyles(xml, samples[sample] ?? 0, columnCount)
      await entry.write(head)
      for (const some of rows.make(stylesOf, changes)) {
        signal.throwIfAborted()
        await entry.write(some)
      }
      xml = tail
    }
    if (late !== undefined) {
      const text = late.text(changes)
      this.#strings.recount(-1)
      const height = 4 + 15 * lines(text, late.charactersPerLine)
      xml = fillText(xml, late.cell, cellXml(text, changes), height)
    }
    const completed = this.#sheetParts.complete(name, xml, extras)
    await entry.write(completed.xml)
    await entry.close()
    await completed.writeParts()
  }

  async writeBook(sheets: readonly FinishedSheet[]): Promise<void> {
    const { zip } = this.#input
    const { added } = this.#sheetParts
    const more = sheets.slice(1).map(({ part, name }, index) => ({
      part,
      name,
      number: this.#design.sheets.length + 1 + index,
    }))
    added.sheets.push(...more)
    const book = addSheets(
      {
        workbook: this.#part('xl/workbook.xml'),
        relationships: this.#part('xl/_rels/workbook.xml.rels'),
      },
      more,
    )
    await zip.add('xl/workbook.xml', book.workbook)
    await zip.add('xl/_rels/workbook.xml.rels', book.relationships)
    await zip.add('xl/styles.xml', this.#stylesXml)
    await zip.add('xl/sharedStrings.xml', this.#strings.xml())
    await zip.add('xl/theme/theme1.xml', this.#part('xl/theme/theme1.xml'))
    await zip.add('docProps/core.xml', this.#part('docProps/core.xml'))
    await zip.add('docProps/app.xml', applicationProperties)
    await zip.add('[Content_Types].xml', addContentTypes(this.#part('[Content_Types].xml'), added))
  }
}

/**
 * A table needs at least one row, so a transcript without any has none. Programs know it by its name,
 * which is the same in every language: `Transcript`, `Transcript_2`...
 *
 * @param index of the sheet among those of the transcript
 */
const tableOf = (
  rows: number,
  index: number,
  columns: readonly TranscriptColumn[],
): SheetExtras => ({
  ...noExtras(),
  table:
    rows === 0
      ? null
      : {
          name: index === 0 ? 'Transcript' : `Transcript_${index + 1}`,
          columns: columns.map((column) => column.name),
          lastRow: rows + 1,
        },
})
