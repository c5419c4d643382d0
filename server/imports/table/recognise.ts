import { readingLimits } from '../limits.ts'
import type { ImportTable } from '../../contract/imports.ts'
import {
  namedColumns,
  noColumns,
  offeredColumns,
  type ChatColumns,
} from '../reading/csv-columns.ts'
import { csvHead, CsvScanner } from '../reading/csv.ts'
import { looseMoment } from '../reading/loose-dates.ts'
import type { Sample } from '../reading/reader.ts'
import { wallClock } from '../reading/time-zone.ts'

export interface Table {
  delimiter: string
  /** The first rows, the header included. */
  rows: string[][]
  hasHeader: boolean
  /** What the header and the cells let us guess. */
  guess: ChatColumns
}

/** Share of the rows that must be as wide as the first. */
const REGULAR = 0.9
/** Share of a column's cells that must be times, for it to be the time. */
const MOSTLY = 0.8

/** The beginning of a file as a table of at least two columns; null if it is none. */
export function tableOf({ text, whole }: Pick<Sample, 'text' | 'whole'>): Table | null {
  if (/^\s*[[{<]/.test(text) || text.includes('\0')) return null
  const delimiter = csvHead(text)?.delimiter
  if (delimiter === undefined) return null
  const rows = firstRows(text, delimiter, whole)
  const width = rows[0]?.length ?? 0
  const regular = rows.filter((row) => row.length === width).length
  if (width < 2 || rows.length < 2 || regular < rows.length * REGULAR) return null
  const header = rows[0] ?? []
  const hasHeader = header.every((cell) => !isTime(cell) && cell.length < 60)
  const named = hasHeader
    ? namedColumns(header.map((cell) => cell.trim().toLowerCase()))
    : { ...noColumns }
  return { delimiter, rows, hasHeader, guess: guessed(named, hasHeader ? rows.slice(1) : rows) }
}

function firstRows(text: string, delimiter: string, whole: boolean): string[][] {
  const rows: string[][] = []
  const scanner = new CsvScanner(delimiter, {
    row: (cells) => void rows.push(cells),
    broken: () => {},
  })
  scanner.push(text)
  if (whole) scanner.end()
  return rows.slice(0, readingLimits.tableRows)
}

const utc = wallClock('UTC')
/** Five digits alone are more often a number of something than a spreadsheet's day. */
export const isTime = (cell: string): boolean =>
  !/^\s*\d{5}\s*$/.test(cell) && looseMoment(cell, 'dmy', utc).at !== null

/** Fills in by content what the header leaves open: times by shape, text by length, people by repeats. */
function guessed(named: ChatColumns, rows: readonly string[][]): ChatColumns {
  const guess = { ...named }
  const width = rows[0]?.length ?? 0
  const free = (): number[] => {
    const taken = new Set(Object.values(guess))
    return Array.from({ length: width }, (_, column) => column).filter((one) => !taken.has(one))
  }
  const cellsOf = (column: number): string[] => rows.map((row) => row[column] ?? '')
  if (guess.time < 0) {
    guess.time = free().find((column) => share(cellsOf(column), isTime) >= MOSTLY) ?? -1
  }
  if (guess.text < 0) guess.text = best(free(), (column) => mean(cellsOf(column)))
  if (guess.author < 0) {
    // Few people say many things, in few letters each.
    guess.author = best(free(), (column) => {
      const cells = cellsOf(column).filter((cell) => cell !== '')
      const kinds = new Set(cells).size
      const isName = mean(cells) <= 40 && share(cells, (cell) => /\p{L}/u.test(cell)) >= MOSTLY
      return isName && kinds > 1 ? cells.length / kinds : -1
    })
  }
  return guess
}

const share = (cells: readonly string[], fits: (cell: string) => boolean): number =>
  cells.length === 0 ? 0 : cells.filter(fits).length / cells.length
const mean = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length)
const best = (columns: readonly number[], rank: (column: number) => number): number =>
  columns
    .map((column) => ({ column, rank: rank(column) }))
    .filter((one) => one.rank >= 0)
    .toSorted((a, b) => b.rank - a.rank)[0]?.column ?? -1

/** Longest cell shown; enough to recognise what a column holds. */
const CELL_LENGTH = 200

/** The table as people are asked about it. */
export const offeredTable = (file: string, table: Table): ImportTable => ({
  file,
  rows: table.rows.map((row) => row.map((cell) => cell.slice(0, CELL_LENGTH).toWellFormed())),
  hasHeader: table.hasHeader,
  columns: offeredColumns(table.guess),
})
