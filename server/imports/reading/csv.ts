import { StringDecoder } from 'node:string_decoder'
import type { SourceEntry } from './reader.ts'
import { asUtf8 } from './source-text.ts'

export interface CsvHandler {
  /** @param line the row begins on, from 1 */
  row(cells: string[], line: number): void
  /** Lines that cannot be a row: a quotation mark is missing somewhere. */
  broken(text: string, line: number): void
}

/** A row beyond this, in characters, may be a missing quotation mark; the lines below it tell. */
const DOUBTFUL_LENGTH = 4 * 1_024 * 1_024
/** A row beyond this, in characters, is passed over: one that was not read. */
const MAX_ROW_LENGTH = 16 * 1_024 * 1_024
/** How many lines tell, and how far ahead they may stand, in characters. */
const TELLING_LINES = 20
const TELLING_REACH = 64 * 1_024

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** A first line that is no row: programs write `sep=;` for Excel, to name the delimiter. */
const SEPARATOR_LINE = /^"?sep=([^\w"\r\n]|\\t)"?\r?(?:\n|$)/i
const SEPARATOR_LINE_LENGTH = 12

/** A row that goes on behind the text: where reading may go on, and whether inside a quoted cell. */
interface Unfinished {
  cells: null
  isQuoted: boolean
  resume: number
}
interface Row {
  cells: string[]
  next: number
}
type Parsed = Row | Unfinished | 'broken'

/**
 * Reads CSV (RFC 4180) as it streams in, with any one-character delimiter. A quotation mark that is
 * never closed costs its own line and not the rest of the file: a row over several lines must have
 * as many cells as the header, otherwise its first line is given up and reading goes on below it.
 */
export class CsvScanner {
  #handler: CsvHandler
  #delimiter: number
  #text = ''
  #line = 1
  #width = 0
  #begun = false
  /** A row that is too large is being passed over. */
  #passing: 'quotes' | 'row' | null = null

  constructor(delimiter: string, handler: CsvHandler) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#handler = handler
  }

  push(text: string): void {
    this.#text += text
    this.#run(false)
  }

  end(): void {
    this.#run(true)
  }

  #run(final: boolean): void {
    const text = this.#text
    if (!this.#begun && !final && text.length < SEPARATOR_LINE_LENGTH) return
    let at = this.#begun ? 0 : (SEPARATOR_LINE.exec(text)?.[0].length ?? 0)
    this.#begun = true
    if (at > 0) this.#line++
    while (at < text.length) {
      if (this.#passing) {
        const next = this.#pass(text, at, final)
        if (next === at) break
        at = next
        continue
      }
      const parsed = parseRow(text, at, this.#delimiter, final)
      if (parsed !== 'broken' && parsed.cells === null) {
        const length = text.length - at
        if (length < DOUBTFUL_LENGTH) break
        if (!this.#isDamage(text, at)) {
          if (length < MAX_ROW_LENGTH) break
          this.#handler.broken(text.slice(at, at + 2_000), this.#line)
          at = this.#passOver(text, at, parsed)
          continue
        }
      }
      at = this.#take(text, at, parsed !== 'broken' && parsed.cells ? parsed : null)
    }
    this.#text = text.slice(at)
  }

  /** Whether the lines below the first are rows themselves, so that a quotation mark must be missing. */
  #isDamage(text: string, start: number): boolean {
    const lineEnd = text.indexOf('\n', start)
    if (lineEnd < 0 || this.#width === 0) return lineEnd >= 0
    const ahead = text.slice(lineEnd + 1, lineEnd + 1 + TELLING_REACH).split('\n')
    const lines = ahead.slice(0, -1).slice(0, TELLING_LINES)
    const rows = lines.filter((line) => {
      const row = parseRow(line, 0, this.#delimiter, true)
      return row !== 'broken' && row.cells?.length === this.#width
    })
    return rows.length > 0 && rows.length >= lines.length / 2
  }

  #passOver(text: string, start: number, { isQuoted, resume }: Omit<Unfinished, 'cells'>): number {
    this.#line += countLines(text, start, resume)
    this.#passing = isQuoted ? 'quotes' : 'row'
    return resume
  }

  /** Goes on through a row that is passed over; returns where the text is used up. */
  #pass(text: string, start: number, final: boolean): number {
    if (this.#passing === 'quotes') {
      const close = closingQuote(text, start)
      if (close < 0 || (close + 1 === text.length && !final)) {
        return this.#passOver(text, start, {
          isQuoted: true,
          resume: close < 0 ? text.length : close,
        })
      }
      return this.#passOver(text, start, { isQuoted: false, resume: close + 1 })
    }
    const parsed = parseRow(text, start, this.#delimiter, final)
    if (parsed !== 'broken' && parsed.cells === null) return this.#passOver(text, start, parsed)
    const next = parsed === 'broken' ? text.length : parsed.next
    this.#line += countLines(text, start, next)
    this.#passing = null
    return next
  }

  /** Hands a row on, or gives its first line up; returns where to go on. */
  #take(text: string, start: number, row: Row | null): number {
    const lineEnd = text.indexOf('\n', start)
    const severalLines = row !== null && lineEnd >= 0 && lineEnd + 1 < row.next
    if (row && !(severalLines && this.#width > 0 && row.cells.length !== this.#width)) {
      const { cells, next } = row
      if (cells.length > 1 || cells[0] !== '') {
        this.#width ||= cells.length
        this.#handler.row(cells, this.#line)
      }
      this.#line += countLines(text, start, next)
      return next
    }
    const next = lineEnd < 0 ? text.length : lineEnd + 1
    this.#handler.broken(text.slice(start, Math.min(next, start + 2_000)), this.#line)
    this.#line++
    return next
  }
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines++
  }
  return lines
}

/** The quotation mark that ends a cell, which may be the first half of a doubled one if it is the last; or -1. */
function closingQuote(text: string, from: number): number {
  let close = text.indexOf('"', from)
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2)
  return close
}

function parseRow(text: string, start: number, delimiter: number, final: boolean): Parsed {
  const cells: string[] = []
  const { length } = text
  let at = start
  for (;;) {
    let cell = ''
    if (text.charCodeAt(at) === QUOTE) {
      const first = text.indexOf('"', at + 1)
      const isEscaped = first >= 0 && text.charCodeAt(first + 1) === QUOTE
      const close = isEscaped ? closingQuote(text, first) : first
      if (close < 0) return final ? 'broken' : { cells: null, isQuoted: true, resume: length }
      if (close + 1 >= length && !final) return { cells: null, isQuoted: true, resume: close }
      cell = text.slice(at + 1, close)
      if (isEscaped) cell = cell.replaceAll('""', '"')
      at = close + 1
    }
    const from = at
    let code = text.charCodeAt(at)
    while (at < length && code !== delimiter && code !== LF) code = text.charCodeAt(++at)
    if (at >= length && !final) return { cells: null, isQuoted: false, resume: length }
    const to = (at >= length || code === LF) && text.charCodeAt(at - 1) === CR ? at - 1 : at
    if (to > from) cell += text.slice(from, to)
    cells.push(cell)
    if (at >= length) return { cells, next: length }
    at++
    if (code === LF) return { cells, next: at }
  }
}

export interface CsvHead {
  /** The first line that is a row. */
  header: string
  delimiter: string
}

/** How a table begins; null where no delimiter stands. */
export function csvHead(text: string): CsvHead | null {
  const named = SEPARATOR_LINE.exec(text)
  const header = text.slice(named?.[0].length ?? 0).split(/\r?\n/, 1)[0] ?? ''
  const delimiter = named ? (named[1] === '\\t' ? '\t' : named[1]) : delimiterOf(header)
  return delimiter ? { header, delimiter } : null
}

/** The delimiter that a header line uses; null if it has none. */
function delimiterOf(header: string): string | null {
  let best: string | null = null
  let most = 0
  for (const delimiter of [',', ';', '\t', '|']) {
    const count = header.replace(/"[^"]*"/g, '').split(delimiter).length - 1
    if (count > most) {
      most = count
      best = delimiter
    }
  }
  return best
}

/** Streams the rows of a file; the first row, too, is a row. */
export async function readCsv(
  entry: SourceEntry,
  delimiter: string,
  signal: AbortSignal,
  handler: CsvHandler,
): Promise<void> {
  const scanner = new CsvScanner(delimiter, handler)
  const decoder = new StringDecoder('utf8')
  for await (const chunk of asUtf8(entry)) {
    signal.throwIfAborted()
    scanner.push(decoder.write(chunk))
  }
  scanner.push(decoder.end())
  scanner.end()
}
