import { extractiveLimits } from './limits.ts'
import { attachedMark, cleanWords, fileNote, forwardMark, repeatedLines } from './clean-words.ts'

const fencedCode = /```[\s\S]*?(?:```|$)/g
const inlineCode = /`[^`\n]{1,200}`/g
const address = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)\S+/gi
/** With the words behind it, which may be the rest of the name. */
const mention = /(?<=^|[\s(])@[\p{L}\p{N}_.-]+(?: [\p{L}\p{N}][\p{L}\p{N}.'’-]{0,40}){0,3}/gu
/** Marks of transcribers: `{vocalsound}`, `[laughter]`, `(inaudible)`, `:smile:`. */
const stageMark =
  /\{\/?[a-z_]{2,20}\}|\[[a-z_]{2,20}\]|\((?:inaudible|laughter|laughs)\)|:[a-z0-9_+-]{2,30}:/gi
const hasMark = /[`{[(:@>]|www\./i

/**
 * What somebody said, without code, addresses, mentions and transcribers' marks, and cut to the
 * length that is read. What goes is overwritten with blanks, so that a position in the result is
 * the same position in the message and can be quoted from there.
 *
 * @param isName - Tells lower-case names of the room, so that `@First Last` goes as a whole.
 */
export function spokenText(text: string, isName: (name: string) => boolean = () => false): string {
  const cut =
    text.length > extractiveLimits.maxReadLength
      ? text.slice(0, extractiveLimits.maxReadLength)
      : text
  if (!hasMark.test(cut)) return cut
  return withoutRepeated(
    cut.replace(fileNote, blank).replace(forwardMark, blank).replace(attachedMark, blank),
  )
    .replace(fencedCode, (code) => '\n'.repeat(code.length))
    .replace(inlineCode, blank)
    .replace(address, blank)
    .replace(stageMark, blank)
    .replace(mention, (called) => blankName(called, isName))
}

const blank = (text: string): string => ' '.repeat(text.length)

/** Overwrites the name that a mention calls; the words behind it stay. */
function blankName(called: string, isName: (name: string) => boolean): string {
  const words = called.split(' ')
  let taken = words.length
  while (taken > 1 && !isName(words.slice(0, taken).join(' ').slice(1).toLowerCase())) taken--
  const name = words.slice(0, taken).join(' ')
  return blank(name) + called.slice(name.length)
}

/** What others said before is not said again, unless there is nothing else. */
function withoutRepeated(text: string): string {
  if (!text.includes('>')) return text
  const own = text.replace(repeatedLines, blank)
  return own.trim() === '' ? text : own
}

/** IRC addresses people as `nick: text` or `nick, text`. */
const addressedName = /^@?([^\s:,@]{1,32})[:,]\s+/

/** The name a line begins with if it is somebody's in the room, and where the line goes on. */
export function addressee(
  text: string,
  isName: (name: string) => boolean,
): { name: string; rest: number } | null {
  const found = addressedName.exec(text)
  const name = found?.[1]
  if (found === null || name === undefined || !isName(name.toLowerCase())) return null
  return { name, rest: found[0].length }
}

const mentioned = /(?:^|[\s(])@([\p{L}\p{N}_.-]{1,64})/gu

/** Lower-case names that a text calls with an @. */
export function mentionsIn(text: string): string[] {
  if (!text.includes('@')) return []
  const names: string[] = []
  for (const match of text.slice(0, extractiveLimits.maxReadLength).matchAll(mentioned)) {
    const name = match[1]
    if (name !== undefined) names.push(name.toLowerCase().replace(/[.-]+$/, ''))
  }
  return names
}

const controls = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g
const loneSurrogate = /\p{Surrogate}/gu

/**
 * A quote on one line: what was said, with control characters and direction overrides out
 * (these could make a quote read differently in the mail than in the room), and cut if very long.
 */
export function quoteOf(text: string, maxLength: number = extractiveLimits.maxQuoteLength): string {
  const line = cleanWords(text.slice(0, maxLength * 4))
    .replace(fencedCode, ' […] ')
    .replace(stageMark, ' ')
    .replace(controls, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const short = line.length > maxLength ? `${line.slice(0, maxLength - 1).trimEnd()}…` : line
  return short.replace(loneSurrogate, '\uFFFD')
}

/** True for logs, code and tables: little of it is words in the ordinary sense. */
export function looksPasted(text: string): boolean {
  if (text.length < 40) return false
  const sample = text.slice(0, 2_000)
  let letters = 0
  let lines = 1
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at)
    if (code === 0x0a) lines++
    else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) letters++
    else if (code === 0x20 || code > 0x7f) letters++
  }
  return lines > 15 || letters / sample.length < 0.7
}

/** Hash (FNV-1a, 32 bits) of a message with digits made equal, so that floods look alike. */
export function shapeOf(text: string): number {
  let hash = 0x811c9dc5
  const length = Math.min(text.length, 300)
  for (let at = 0; at < length; at++) {
    let code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) code = 0x30
    hash = Math.imul(hash ^ code, 0x01000193)
  }
  return hash >>> 0
}
