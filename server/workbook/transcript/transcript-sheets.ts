import { workbookLimits } from '../limits.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { WorkbookChanges } from '../changes.ts'
import type { ZipEntryWriter, ZipWriter } from '../package/zip-writer.ts'
import { IdIndex } from '../statistics/pair-table.ts'
import { ByteList } from './byte-list.ts'
import { isSimpleText } from './row-height.ts'
import type { RowWriter } from './row-writer.ts'

/** Excel's rows less the header. */
export const maxDataRows = workbookLimits.maxRowsPerSheet - 1
/** A sheet part must stay below 4 GiB; a slice of longest messages adds at most 300 MB to it. */
const MAX_SHEET_BYTES = 3_500_000_000
/** Bytes gathered before they are deflated; large enough to keep zlib's thread busy. */
const BUFFER_BYTES = 256 * 1_024
/** Bytes for links at first; a full sheet of them takes 5 MB. */
const LINKS_BYTES = 4_096
/** Rows that are encoded at once. */
const BATCH_ROWS = 16

export interface FinishedSheet {
  part: string
  name: string
  rows: number
}

interface Frame {
  head: string
  /** What follows the rows, with links and table put in; gets them as ready XML. */
  tail(sheet: FinishedSheet, links: string): string
}

/**
 * Where messages stand in the workbook. The first sheet is `Transcript`, and a new one starts when
 * its rows, or the bytes a part may have, are used up.
 */
export class TranscriptSheets {
  readonly #zip: ZipWriter
  readonly #rows: RowWriter
  readonly #frame: Frame
  readonly #rowsPerSheet: number
  readonly #name: string
  readonly #changes: WorkbookChanges
  readonly #firstSheetNumber: number
  /** Column of the links between replies; null where there is none. */
  readonly #linkColumn: string | null
  /** Null when no message answers another: then nobody will ask where an id stands. */
  readonly #ids: IdIndex | null
  readonly #sheets: FinishedSheet[] = []
  /** Messages before each sheet. */
  readonly #starts: number[] = []
  /** Messages before the sheet that is being written. */
  #start = 0
  #entry: ZipEntryWriter | null = null
  readonly #links = new ByteList(LINKS_BYTES)
  #linkCount = 0
  #written = 0
  /**
   * Rows that wait to be encoded together, which is faster than one by one. A row that may hold an
   * emoji goes alone: it would make all of them two bytes a character, and their encoding slow.
   */
  #batch = ''
  #batchRows = 0
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  /** Where the next rows go while zlib's thread works on `#buffer`. */
  #spare = Buffer.allocUnsafe(BUFFER_BYTES)
  #filled = 0

  constructor(options: {
    zip: ZipWriter
    rows: RowWriter
    frame: Frame
    /** Of the first sheet. */
    name: string
    changes: WorkbookChanges
    /** Messages there will be, if some of them answer others; 0 if none does. */
    repliesAmong: number
    /** Letter of `Reply to`; null where that column was left out. */
    linkColumn: string | null
    firstSheetNumber: number
    rowsPerSheet?: number
  }) {
    this.#zip = options.zip
    this.#rows = options.rows
    this.#frame = options.frame
    this.#name = options.name
    this.#changes = options.changes
    this.#firstSheetNumber = options.firstSheetNumber
    this.#rowsPerSheet = Math.max(1, Math.min(options.rowsPerSheet ?? maxDataRows, maxDataRows))
    this.#linkColumn = options.linkColumn
    this.#ids =
      options.repliesAmong > 0 && options.linkColumn !== null
        ? new IdIndex(options.repliesAmong)
        : null
  }

  async add(messages: readonly StoredMessage[]): Promise<void> {
    for (const message of messages) {
      if (this.#entry === null) await this.#open(0)
      else if (this.#written - this.#start >= this.#rowsPerSheet) await this.#next()
      const row = this.#written - this.#start + 2
      this.#ids?.add(message.id, this.#written)
      const isLinked = message.replyTo !== null && this.#link(row, message.replyTo)
      const isSimple = isSimpleText(message.text)
      if (!isSimple && this.#batchRows > 0) await this.#encode()
      this.#batch += this.#rows.row(row, message, isLinked, isSimple)
      this.#batchRows += 1
      if (!isSimple || this.#batchRows === BATCH_ROWS) await this.#encode()
      this.#written += 1
    }
    if ((this.#entry?.size ?? 0) > MAX_SHEET_BYTES) await this.#next()
  }

  /** Closes the last sheet; an empty room has one sheet without rows. */
  async finish(): Promise<readonly FinishedSheet[]> {
    if (this.#entry === null) await this.#open(0)
    await this.#close()
    return this.#sheets
  }

  #link(row: number, id: string): boolean {
    const target = this.#ids?.get(id)
    if (target === undefined || this.#linkColumn === null) return false
    if (this.#linkCount >= workbookLimits.maxLinksPerSheet) {
      this.#changes.unlinkedReplies += 1
      return false
    }
    const sheet = this.#starts.findLastIndex((start) => start <= target)
    const targetRow = target - (this.#starts[sheet] ?? 0) + 2
    const cell = `${this.#linkColumn}${row}`
    this.#linkCount += 1
    this.#links.push(
      `<hyperlink ref="${cell}" location="'${sheetName(this.#name, sheet)}'!D${targetRow}"/>`,
    )
    return true
  }

  async #open(index: number): Promise<void> {
    this.#start = this.#written
    this.#starts.push(this.#start)
    this.#entry = this.#zip.open(`xl/worksheets/sheet${this.#firstSheetNumber + index}.xml`)
    await this.#entry.write(this.#frame.head)
  }

  async #next(): Promise<void> {
    await this.#close()
    await this.#open(this.#sheets.length)
  }

  async #encode(): Promise<void> {
    // A UTF-16 unit takes three bytes at most.
    const needed = this.#batch.length * 3
    if (needed > this.#buffer.length - this.#filled) await this.#flush(needed)
    this.#filled += this.#buffer.write(this.#batch, this.#filled)
    this.#batch = ''
    this.#batchRows = 0
  }

  /** @param needed bytes that must fit in the buffer that follows */
  async #flush(needed = 0): Promise<void> {
    const full = this.#buffer
    const filled = full.subarray(0, this.#filled)
    // A write waits for the one before it, so by then nobody reads the spare buffer any more.
    await this.#entry?.write(filled)
    this.#buffer = needed > this.#spare.length ? Buffer.allocUnsafe(needed) : this.#spare
    this.#spare = full
    this.#filled = 0
  }

  async #close(): Promise<void> {
    await this.#encode()
    await this.#flush()
    const index = this.#sheets.length
    const sheet = {
      part: `xl/worksheets/sheet${this.#firstSheetNumber + index}.xml`,
      name: sheetName(this.#name, index),
      rows: this.#written - this.#start,
    }
    this.#sheets.push(sheet)
    await this.#entry?.write(this.#frame.tail(sheet, this.#links.take()))
    await this.#entry?.close()
    this.#linkCount = 0
  }
}

/** @param name that of the first sheet */
const sheetName = (name: string, index: number): string =>
  index === 0 ? name : `${name} ${index + 1}`

/**
 * The cell of a message, by its position in the report from 1.
 *
 * @param name of the first sheet
 */
export function placeOf(name: string, messageNumber: number, rowsPerSheet = maxDataRows): string {
  const size = Math.max(1, Math.min(rowsPerSheet, maxDataRows))
  const index = Math.floor((messageNumber - 1) / size)
  return `'${sheetName(name, index)}'!D${messageNumber - index * size + 1}`
}
