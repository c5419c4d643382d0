import { readLines, type LineBatch } from '../reading/lines.ts'
import type { Reader, SourceEntry } from '../reading/reader.ts'
import { asUtf8 } from '../reading/source-text.ts'
import { markedChannel } from './markers.ts'
import { readLogs } from './reader.ts'

/** A reader of IRC logs that somebody has wrapped into another form. */
const wrapped = (
  format: string,
  isWrapped: (text: string) => boolean,
  lines: (entry: SourceEntry) => AsyncIterable<LineBatch>,
): Reader => ({
  format,
  source: 'irc',
  sniff: ({ text }) => (isWrapped(text) ? 0.92 : 0),
  read: (source, sink, signal) => readLogs(source, sink, signal, { lines, title: markedChannel }),
})

/** The very first message may be damaged. */
const ZIG = /(?:^|\n\r?\n)\d{9,10}\r?\n[^\s!]{1,60}![^\s@]{1,60}@\S+\r?\n/

const SECONDS = /^\d{9,10}$/
/** A nick, with its mask or alone. */
const MASK = /^[^\s!]{1,60}(?:![^\s@]{1,60}@\S+)?$/

/**
 * Three lines a message and a blank one: Unix seconds, `nick!user@host`, text. Lines that are no such
 * three are one line to be counted, up to the next blank one or the next time.
 */
function unwrapTriples(): (line: string) => string {
  let seconds = ''
  let nick = ''
  let isDamaged = false
  const damaged = (line: string): string => {
    const isFirst = !isDamaged
    isDamaged = true
    seconds = ''
    return isFirst ? line : ''
  }
  return (line) => {
    if (nick !== '') {
      const at = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)
      const message = `${at}Z <${nick}> ${line}`
      seconds = ''
      nick = ''
      return message
    }
    if (seconds !== '') {
      if (!MASK.test(line)) return damaged(line || seconds)
      nick = line.split('!', 1)[0] ?? ''
    } else if (SECONDS.test(line)) {
      seconds = line
      isDamaged = false
    } else if (line === '') isDamaged = false
    else return damaged(line)
    return ''
  }
}

export const ircTriples = wrapped(
  'irc-triples',
  (text) => ZIG.test(text),
  async function* (entry) {
    const unwrap = unwrapTriples()
    for await (const batch of readLines(entry)) {
      yield { ...batch, lines: batch.lines.map(unwrap) }
    }
  },
)

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, '\\': 92, "'": 39, '"': 34 }
const BACKSLASH = 92

/**
 * botbot's logs are the bytes of a log as a literal of Python, `b'...\n...'`: one endless line, or
 * one with real line breaks.
 */
async function* unescaped(entry: SourceEntry): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  let isFirst = true
  let held = Buffer.alloc(0)
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
    const ready = Buffer.concat([held, out.subarray(0, length)])
    const end = Math.max(0, ready.length - LONGEST_END)
    yield ready.subarray(0, end)
    held = ready.subarray(end)
  }
  // An escape of the last line is shorter than four bytes and still waits.
  const last = Buffer.concat([held, rest]).toString('latin1')
  yield Buffer.from(last.replace(/(?:\\n)?['"]?\s*$/, '\n'), 'latin1')
}

/** Bytes at the end that may hold the mark which ends the literal, and line breaks round it. */
const LONGEST_END = 8

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
  (text) => /^b['"]/.test(text) && /(?:^b['"]|\\n|\n)\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text),
  (entry) => readLines({ ...entry, open: () => unescaped(entry) }),
)
