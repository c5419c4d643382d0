import { htmlText } from '../reading/html-text.ts'
import { irc } from './reader.ts'
import { readLines } from '../reading/lines.ts'
import type { Reader, SourceEntry } from '../reading/reader.ts'
import { asUtf8 } from '../reading/source-text.ts'

/** Turns lines of a wrapped log into lines of a plain one; `''` keeps the numbers of lines. */
type Unwrap = (line: string) => string

/**
 * A reader of IRC logs that somebody has wrapped into another form: they are unwrapped line by line
 * as they are read, and the reader of plain logs does the rest.
 */
function wrapped(
  format: string,
  isWrapped: (text: string) => boolean,
  unwrap: (entry: SourceEntry) => AsyncIterable<Buffer>,
): Reader {
  return {
    format,
    source: 'irc',
    sniff: ({ text }) => (isWrapped(text) ? 0.92 : 0),
    read: (source, sink, signal) =>
      irc.read(
        {
          ...source,
          entries: source.entries.map((entry) => ({
            ...entry,
            name: entry.name.replace(/\.html?$/i, '.log'),
            open: () => unwrap(entry),
          })),
        },
        sink,
        signal,
      ),
  }
}

async function* byLine(entry: SourceEntry, open: () => Unwrap): AsyncIterable<Buffer> {
  const unwrap = open()
  for await (const { lines } of readLines(entry)) {
    yield Buffer.from(lines.map((line) => `${unwrap(line)}\n`).join(''))
  }
}

const ROW = /^\s*<tr id="t([^"]+)">(.*)$/
const NICK_ROW = /<th class="nick"[^>]*>(.*?)<\/th>\s*<td class="text"[^>]*>(.*?)<\/td>/
const OTHER_ROW = /<td class="(\w+)"[^>]*>(.*?)<\/td>/
const CLOCK_LINE = /^\[?\d\d?:\d\d/

const plain = (html: string): string => htmlText(html).replace(/\s*\n\s*/g, ' ')

function unwrapHtml(line: string): string {
  const row = ROW.exec(line)
  if (!row) {
    const text = line.includes('<') ? plain(line) : ''
    return CLOCK_LINE.test(text) ? text : ''
  }
  const [, time = '', cells = ''] = row
  const start = time.includes('T') ? `${time} ` : `[${time}]`
  const said = NICK_ROW.exec(cells)
  if (said) return `${start} <${plain(said[1] ?? '')}> ${plain(said[2] ?? '')}`
  const other = OTHER_ROW.exec(cells)
  const text = plain(other?.[2] ?? '')
  const isMarked = other?.[1] === 'action' || text.startsWith('***')
  return `${start} ${isMarked ? text : `*** ${text}`}`
}

/**
 * irclog2html (`<tr id="t2011-01-16T00:01:02"><th class="nick">`) and PircBot's LogBot
 * (`<span class="irc-date">[6:37]</span>`).
 */
export const ircHtml = wrapped(
  'irc-html',
  (text) => /<span class="irc-date">|<tr id="t[\d:T-]+">\s*<t[hd] class="/.test(text),
  (entry) => byLine(entry, () => unwrapHtml),
)

const ZIG = /^\d{9,10}\r?\n[^\s!]{1,60}![^\s@]{1,60}@\S+\r?\n/

/** Three lines a message and a blank one: Unix seconds, `nick!user@host`, text. */
function unwrapTriples(): Unwrap {
  let seconds = ''
  let nick = ''
  return (line) => {
    if (seconds === '') {
      if (/^\d{9,10}$/.test(line)) seconds = line
      return seconds === '' ? line : ''
    }
    if (nick === '') {
      nick = line.split('!', 1)[0] ?? ''
      return ''
    }
    const at = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)
    const message = `${at}Z <${nick}> ${line}`
    seconds = ''
    nick = ''
    return message
  }
}

export const ircTriples = wrapped(
  'irc-triples',
  (text) => ZIG.test(text),
  (entry) => byLine(entry, unwrapTriples),
)

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, '\\': 92, "'": 39, '"': 34 }
const BACKSLASH = 92

/** botbot's logs are the bytes of a log as a literal of Python, `b'...\n...'`: one endless line. */
async function* unescaped(entry: SourceEntry): AsyncIterable<Buffer> {
  let rest = Buffer.alloc(0)
  let isFirst = true
  for await (const chunk of asUtf8(entry)) {
    let bytes = Buffer.concat([rest, chunk])
    if (isFirst) bytes = bytes.subarray(2)
    isFirst = false
    const out = Buffer.alloc(bytes.length)
    let length = 0
    let at = 0
    // An escape has at most four bytes; one that the chunk cuts waits for the next.
    while (at < bytes.length && (bytes[at] !== BACKSLASH || at + 4 <= bytes.length)) {
      const [byte, next] = unescapeAt(bytes, at)
      out[length++] = byte
      at = next
    }
    rest = bytes.subarray(at)
    yield out.subarray(0, length)
  }
  // What is left is the last line break and the mark that ends the literal, or half an escape.
  yield Buffer.from('\n')
}

function unescapeAt(bytes: Buffer, at: number): [byte: number, next: number] {
  const byte = bytes[at] ?? 0
  if (byte !== BACKSLASH) return [byte, at + 1]
  const letter = String.fromCharCode(bytes[at + 1] ?? 0)
  const hex = letter === 'x' ? parseInt(bytes.toString('latin1', at + 2, at + 4), 16) : NaN
  if (!Number.isNaN(hex)) return [hex, at + 4]
  return [ESCAPES[letter] ?? BACKSLASH, letter in ESCAPES ? at + 2 : at + 1]
}

export const ircLiteral = wrapped(
  'irc-literal',
  (text) => /^b['"]\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text),
  unescaped,
)
