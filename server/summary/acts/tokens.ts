/** UTF-16 units of one message that are looked at: what it does is said at its ends. */
const maxText = 600
const maxTokens = 80

/**
 * One message cut into what features are made of. A class, like all that is kept of a line: V8 puts
 * object and array literals of one place among the long-lived ones once many of them have lived for
 * a while, and there the dead keep what they hold in memory until the next full collection.
 */
export class Tokens {
  /** Words without accents, in lower case, marks, emoji, and `<kinds>` of what varies. */
  readonly all: readonly string[]
  /** Positions in `all` where a sentence begins. */
  readonly starts: readonly number[]

  constructor(all: readonly string[], starts: readonly number[]) {
    this.all = all
    this.starts = starts
  }
}

const accents = /\p{M}+/gu
const foreign = /[^\u0000-\u007f]/

/** Transcripts are often cut into tokens: "we 've", "could n't", "gon na". */
const cutOff = / ('(?:ve|ll|re|m|d|s)|n't)(?![\p{L}\p{N}])/gu
const cutWords = /(?<![\p{L}\p{N}])(gon|wan|got) (na|ta)(?![\p{L}\p{N}])/gu

/** Text as all features see it: lower case, without accents, with plain apostrophes, contractions whole. */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  const plain = foreign.test(lower)
    ? lower.replace(/[’ʼ´]/g, "'").normalize('NFD').replace(accents, '').normalize('NFC')
    : lower
  if (!plain.includes(" '") && !plain.includes(" n't")) return plain
  return plain.replace(cutOff, '$1').replace(cutWords, '$1$2')
}

// Each is tried at one place, chosen by the first character there.
const word = /\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*/uy
const address = /(?:https?:\/\/|www\.)\S+/y
const time = /\d{1,2}(?:[:.h]\d{2}|\s?(?:am|pm|uhr|h|o'clock))(?![\p{L}\p{N}])/uy
const money = /[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?[€£$]/y
const number = /\d[\d.,]*/y
const vote = /[+-]1(?![\p{L}\p{N}])/uy
const reference = /#\d+/y
const mention = /@[\p{L}\p{N}_.+-]+/uy
const code = /`[^`\n]{1,200}`/y
const face = /[:;=]-?[)(dp/|o]+|\^\^/y
const laugh = /x+d+(?![\p{L}\p{N}])/uy
const dots = /\.{2,}/y
const asking = /[?!？！؟]+/y
const emoji = /\p{Extended_Pictographic}/uy
const punctuation = new Set('.:,;"„“”«»()>¿¡…')

type Tried = readonly [RegExp, string | null]
/** What may begin with a character; null keeps the words themselves. */
const byFirst: Readonly<Record<string, readonly Tried[]>> = {
  '@': [[mention, '<mention>']],
  '#': [[reference, '<ref>']],
  '`': [[code, '<code>']],
  '+': [[vote, null]],
  '-': [[vote, null]],
  '^': [[face, null]],
  ':': [[face, null]],
  ';': [[face, null]],
  '=': [[face, null]],
  $: [[money, '<money>']],
  '€': [[money, '<money>']],
  '£': [[money, '<money>']],
  '.': [[dots, '…']],
  '?': [[asking, null]],
  '!': [[asking, null]],
  '？': [[asking, null]],
  '！': [[asking, null]],
  '؟': [[asking, null]],
  h: [[address, '<url>']],
  w: [[address, '<url>']],
  x: [[laugh, null]],
}
const digits: readonly Tried[] = [
  [time, '<time>'],
  [money, '<money>'],
  [number, '<number>'],
]

const none: readonly Tried[] = []

/** Every line is cut up here; a copy of the exact size takes less than an array that has grown. */
const all: string[] = Array.from({ length: maxTokens }, () => '')
const starts: number[] = Array.from({ length: maxTokens + 1 }, () => 0)
let size = 0

/** @param isName - Whether a word is the name of somebody in the room. */
export function tokensOf(text: string, isName: (word: string) => boolean): Tokens {
  const half = maxText / 2
  const whole = folded(
    text.length > maxText ? `${text.slice(0, half)} … ${text.slice(-half)}` : text,
  )
  size = 0
  // The first sentence begins at 0.
  let sentences = 1
  let at = 0
  while (at < whole.length && size < maxTokens) {
    const before = size
    const unit = whole.charCodeAt(at)
    if (unit === 0x20) {
      at++
      continue
    }
    at += nextToken(whole, at, unit, isName)
    const closes = unit === 0x0a || (size > before && isEnd(all[size - 1] ?? ''))
    if (closes && starts[sentences - 1] !== size) starts[sentences++] = size
  }
  if ((starts[sentences - 1] ?? 0) >= size && sentences > 1) sentences--
  return new Tokens(all.slice(0, size), starts.slice(0, sentences))
}

/** Adds the token at a place, if there is one; answers with the length of what was read. */
function nextToken(
  whole: string,
  at: number,
  unit: number,
  isName: (word: string) => boolean,
): number {
  const isLetter = unit >= 0x61 && unit <= 0x7a
  const isDigit = unit >= 0x30 && unit <= 0x39
  const mayBeMore = !isLetter || unit === 0x68 || unit === 0x77 || unit === 0x78
  const tried = isDigit ? digits : mayBeMore ? (byFirst[whole.charAt(at)] ?? none) : none
  for (const [pattern, kind] of tried) {
    // `test` says where the match ends, and makes nothing that must be thrown away again.
    pattern.lastIndex = at
    if (!pattern.test(whole)) continue
    all[size++] = kind ?? markOf(whole.slice(at, pattern.lastIndex))
    return pattern.lastIndex - at
  }
  word.lastIndex = at
  if (!(isLetter || unit > 0x7f) || !word.test(whole)) return other(whole, at)
  const found = whole.slice(at, word.lastIndex)
  all[size++] = isName(found) ? '<name>' : found
  return found.length
}

const marks = new Set('?!？！؟')

/** "???" and "!?" are one mark, in whatever script. */
const markOf = (found: string): string => {
  const first = found.charAt(0)
  if (!marks.has(first)) return found
  return /[?？؟]/.test(found) ? '?' : '!'
}

const isEnd = (token: string): boolean =>
  token === '?' || token === '!' || token === '.' || token === '…'

/** A mark, an emoji, or something that says nothing; answers with its length. */
function other(whole: string, at: number): number {
  const sign = whole.charAt(at)
  if (punctuation.has(sign)) {
    all[size++] = sign
    return 1
  }
  if (whole.charCodeAt(at) < 0xa0) return 1
  emoji.lastIndex = at
  const found = emoji.exec(whole)?.[0]
  if (found === undefined) return 1
  all[size++] = found
  return found.length
}
