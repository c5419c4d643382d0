import { StringDecoder } from 'node:string_decoder'
import type { SourceEntry } from './reader.ts'
import { asUtf8 } from './source-text.ts'

export interface CsvHandler {
  /** @param line the row begins on, from 1 */
  row(cells: string[], line: number): void
  /** Lines that cannot be a row: a quotation mark is missing somewhere. */
  broken(text: string, line: number): void
}

/** A row beyond this, in characters, is taken for a missing quotation mark. */
const MAX_ROW_LENGTH = 4 * 1_024 * 1_024

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** A first line that is no row: programs write `sep=;` for Excel, to name the delimiter. */
const SEPARATOR_LINE = /^"?sep=([^\w"\r\n]|\\t)"?\r?(?:\n|$)/i
const SEPARATOR_LINE_LENGTH = 12

type Parsed = { cells: string[]; next: number } | 'more' | 'broken'

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
      const parsed = parseRow(text, at, this.#delimiter, final)
      if (parsed === 'more' && text.length - at < MAX_ROW_LENGTH) break
      const next = this.#take(text, at, typeof parsed === 'object' ? parsed : null)
      if (next < 0) break
      at = next
    }
    this.#text = text.slice(at)
  }

  /** Hands a row on, or gives its first line up; returns where to go on. */
  #take(text: string, start: number, row: { cells: string[]; next: number } | null): number {
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

function parseRow(text: string, start: number, delimiter: number, final: boolean): Parsed {
  const cells: string[] = []
  const { length } = text
  let at = start
  for (;;) {
    let cell = ''
    if (text.charCodeAt(at) === QUOTE) {
      let close = text.indexOf('"', at + 1)
      let escaped = false
      while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
        escaped = true
        close = text.indexOf('"', close + 2)
      }
      if (close < 0) return final ? 'broken' : 'more'
      if (close + 1 >= length && !final) return 'more'
      cell = text.slice(at + 1, close)
      if (escaped) cell = cell.replaceAll('""', '"')
      at = close + 1
    }
    const from = at
    let code = text.charCodeAt(at)
    while (at < length && code !== delimiter && code !== LF) code = text.charCodeAt(++at)
    if (at >= length && !final) return 'more'
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
