import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { previewLimits } from './limits.ts'
import { parseCell, parseRange, type CellReference } from './cell-reference.ts'
import type { RawCell } from './cell-value.ts'
import { brokenPart, type PackageReader } from './package-reader.ts'

/** A row as it stands in the part; counted from 0. */
export interface ScannedRow {
  row: number
  height: number | null
  cells: (RawCell & { column: number; style: number })[]
}

/** What a sheet part says, as far as it was read. */
export interface SheetScan {
  rows: ScannedRow[]
  /** Of the last row that was seen, wanted or not, plus one. */
  rowsSeen: number
  /** What the part itself says of its size. */
  dimension: { from: CellReference; to: CellReference } | null
  frozenRows: number
  defaultWidth: number
  columns: { from: number; to: number; width: number }[]
  merges: { from: CellReference; to: CellReference }[]
  links: { cell: CellReference; location: string | null; id: string | null }[]
  /** Whether the part was read to its end: then merges and links are all there are. */
  isWhole: boolean
}

/**
 * Reads a sheet part from its beginning, keeping the rows from `from` up to `to`. A large part is left
 * after them, a small one is read to its end, where merged cells and links stand.
 *
 * @throws UnreadableWorkbook where the part is not well-formed
 */
export async function scanSheet(
  book: PackageReader,
  part: string,
  wanted: { from: number; to: number },
): Promise<SheetScan> {
  const isSmall = (book.sizeOf(part) ?? 0) <= previewLimits.maxPartBytes
  const scanner = new SheetScanner(wanted)
  const stream = await book.open(part)
  stream.setEncoding('utf8')
  let read = 0
  try {
    for await (const chunk of stream) {
      scanner.write(chunk as string)
      read += (chunk as string).length
      if (!isSmall && (scanner.isPast || read > previewLimits.maxSheetLength)) return scanner.scan
    }
    scanner.end()
    return scanner.scan
  } catch (error) {
    throw brokenPart(part, error)
  } finally {
    stream.destroy()
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

class SheetScanner {
  readonly scan: SheetScan = {
    rows: [],
    rowsSeen: 0,
    dimension: null,
    frozenRows: 0,
    defaultWidth: 8.43,
    columns: [],
    merges: [],
    links: [],
    isWhole: false,
  }
  readonly #wanted: { from: number; to: number }
  readonly #parser = new SaxesParser()
  #row: ScannedRow | null = null
  #cell: ScannedRow['cells'][number] | null = null
  #column = 0
  #textOf: 'value' | 'inline' | null = null
  #isPhonetic = false

  constructor(wanted: { from: number; to: number }) {
    this.#wanted = wanted
    this.#parser.on('error', (error) => {
      throw error
    })
    this.#parser.on('opentag', (tag: SaxesTagPlain) => this.#open(local(tag.name), tag.attributes))
    this.#parser.on('text', (text) => {
      if (this.#cell !== null && this.#textOf !== null) this.#cell[this.#textOf] += text
    })
    this.#parser.on('closetag', (tag: SaxesTagPlain) => this.#close(local(tag.name)))
  }

  /** Whether the rows that are wanted lie behind. */
  get isPast(): boolean {
    return this.scan.rowsSeen > this.#wanted.to
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  end(): void {
    this.#parser.close()
    this.scan.isWhole = true
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        return this.#openRow(attributes)
      case 'c':
        return this.#openCell(attributes)
      case 'v':
        this.#textOf = 'value'
        return
      case 't':
        this.#textOf = this.#isPhonetic ? null : 'inline'
        return
      case 'rPh':
        this.#isPhonetic = true
        return
      default:
        return this.#openOther(name, attributes)
    }
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const given = Number(attributes['r'])
    const row = Number.isInteger(given) && given > 0 ? given - 1 : this.scan.rowsSeen
    this.scan.rowsSeen = row + 1
    const height = Number(attributes['ht'])
    this.#column = 0
    this.#row =
      row >= this.#wanted.from && row < this.#wanted.to && attributes['hidden'] !== '1'
        ? { row, height: height > 0 ? height : null, cells: [] }
        : null
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    if (this.#row === null) return
    const column = parseCell(attributes['r'] ?? '')?.column ?? this.#column
    this.#column = column + 1
    if (column >= previewLimits.maxColumns) return
    const style = Number(attributes['s'] ?? 0)
    this.#cell = { column, style, type: attributes['t'] ?? 'n', value: '', inline: '' }
  }

  #openOther(name: string, attributes: Readonly<Record<string, string>>): void {
    const { scan } = this
    if (name === 'dimension') scan.dimension = parseRange(attributes['ref'] ?? '')
    else if (name === 'pane')
      scan.frozenRows = attributes['state'] === 'frozen' ? count(attributes['ySplit']) : 0
    else if (name === 'sheetFormatPr') {
      scan.defaultWidth = Number(attributes['defaultColWidth']) || scan.defaultWidth
    } else if (name === 'col') {
      const width = attributes['hidden'] === '1' ? 0 : Number(attributes['width'])
      const [from, to] = [count(attributes['min']) - 1, count(attributes['max']) - 1]
      if (from >= 0 && width >= 0) scan.columns.push({ from, to, width })
    } else if (name === 'mergeCell') {
      const range = parseRange(attributes['ref'] ?? '')
      if (range !== null) scan.merges.push(range)
    } else if (name === 'hyperlink') {
      const cell = parseRange(attributes['ref'] ?? '')?.from
      if (cell === undefined) return
      const id = Object.entries(attributes).find(([key]) => local(key) === 'id')?.[1] ?? null
      scan.links.push({ cell, location: attributes['location'] ?? null, id })
    }
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#textOf = null
    else if (name === 'rPh') this.#isPhonetic = false
    else if (name === 'c') {
      if (this.#cell !== null) this.#row?.cells.push(this.#cell)
      this.#cell = null
    } else if (name === 'row') {
      if (this.#row !== null && this.#row.cells.length > 0) this.scan.rows.push(this.#row)
      this.#row = null
    }
  }
}

const count = (text: string | undefined): number => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : 0
}
