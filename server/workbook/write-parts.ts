import type { StoredMessage } from '../ports/message.ts'
import type { WorkbookChanges } from './changes.ts'
import {
  designWorkbook,
  sheetName,
  type DesignedSheet,
  type WorkbookDesign,
} from './design/design-workbook.ts'
import { sheetPart } from './design/sheet-part.ts'
import { noExtras, type RowsPlan, type SheetExtras } from './design/sheet-plan.ts'
import type { WorkbookInput } from './input.ts'
import { insertBefore, rowStyles, splitAtRows } from './package/sheet-xml.ts'
import { addQuotedFormats } from './package/styles-xml.ts'
import type { ZipWriter } from './package/zip-writer.ts'
import type { Speech } from '../words/speech.ts'
import { SheetWriter } from './sheet-writer.ts'
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
  const { signal, options = {}, statistics, speech } = input
  const transcriptName = sheetName(speech, 'Transcript')
  const design = await designWorkbook({
    ...input,
    options,
    delivery: input.delivery ?? { recipients: [] },
    earlierAttempts: input.earlierAttempts ?? [],
    placeOf: (number) => placeOf(transcriptName, number, options.rowsPerSheet),
  })
  signal.throwIfAborted()
  const writer = new PartWriter(input, design)
  await writer.writeStart()
  const transcript = design.sheets.find(({ rows }) => rows !== undefined && !rows.make)
  const sheets = transcript?.rows ? await writer.writeTranscript(transcript, transcript.rows) : []
  await writer.writeSheets()
  await writer.writeBook(
    sheets.slice(1).map(({ part, name }, index) => ({
      part,
      name,
      number: design.sheets.length + 1 + index,
    })),
  )
  input.onProgress(statistics.total, statistics.total)
}

class PartWriter extends SheetWriter {
  readonly #input: PartsInput

  constructor(input: PartsInput, design: WorkbookDesign) {
    super(design, { ...input, themeColor: input.options?.themeColor })
    this.#input = input
  }

  async writeTranscript(
    { number }: DesignedSheet,
    { samples, columnCount }: RowsPlan,
  ): Promise<readonly FinishedSheet[]> {
    const { zip, changes, statistics, onProgress, slices, speech, options = {} } = this.#input
    const columns = transcriptColumns(speech, options.columns)
    const xml = this.part(sheetPart(number))
    const { head, tail } = splitAtRows(xml)
    const stylesOf = (name: string): number[] => rowStyles(xml, samples[name] ?? 0, columnCount)
    const message = stylesOf('message')
    const system = stylesOf('system')
    const linkIndex = columns.findIndex(({ field }) => field === 'replyTo')
    const link = stylesOf('linked')[linkIndex] ?? 0
    const { xml: stylesXml, quoted } = addQuotedFormats(
      this.stylesXml,
      new Set([...message, ...system, link]),
    )
    this.stylesXml = stylesXml
    const later: (() => Promise<void>)[] = []
    const sheets = new TranscriptSheets({
      zip,
      changes,
      name: sheetName(speech, 'Transcript'),
      rows: new RowWriter(
        columns,
        { message, system, link, quoted },
        { strings: this.strings, changes, speech },
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
          const completed = this.sheetParts.complete(sheet.part, linked, table)
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
    this.strings.recount((finished.length - 1) * columnCount)
    for (const writeRest of later) await writeRest()
    return finished
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
