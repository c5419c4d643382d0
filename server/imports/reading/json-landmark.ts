const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The bytes between two records: separator, indentation, opening brace and first key, such as
 * `,\n    {\n      "id"`. Where they stand, a record begins; indentation keeps them apart from
 * objects further inside.
 *
 * @param from end of the record before
 * @param start opening brace of the record
 */
export function landmarkAt(bytes: Buffer, from: number, start: number): Buffer | null {
  const open = bytes.indexOf(QUOTE, start)
  const close = open < 0 ? -1 : bytes.indexOf(QUOTE, open + 1)
  if (close < 0 || close - from > 200) return null
  return Buffer.from(bytes.subarray(from, close + 1))
}

/** Longest separator that is looked at. */
const SEPARATOR_REACH = 200

const before = (bytes: Buffer, start: number): string =>
  bytes.toString('latin1', Math.max(0, start - SEPARATOR_REACH), start)

/** Whether a comma stands in front, and a line break where one stands in front of each record. */
export function isSeparated(bytes: Buffer, start: number, landmark: Buffer): boolean {
  const between = /[\s\0,[]*$/.exec(before(bytes, start))?.[0] ?? ''
  // What came in front of these bytes is gone.
  if (between.length === start) return true
  return between.includes(',') && (between.includes('\n') || !landmark.includes('\n'))
}

/** Whether a key stands in front. */
export const isNamed = (bytes: Buffer, start: number): boolean => /:\s*$/.test(before(bytes, start))

const HEAD = /,\s*\{\s*"[^"\\]{1,40}"/g
/** How far ahead to look; records have kilobytes. */
const REACH = 256 * 1_024
/** How many places to try per kind of beginning. */
const TRIES = 6

/**
 * Guesses the landmark of a list whose very first records are damaged: of all beginnings of
 * objects, the one under which most bytes can be read.
 */
export function guessLandmark(bytes: Buffer, from: number): Buffer | null {
  const text = bytes.subarray(from, from + REACH).toString('latin1')
  const covered = new Map<string, { bytes: number; tries: number }>()
  for (const match of text.matchAll(HEAD)) {
    const entry = covered.get(match[0]) ?? { bytes: 0, tries: 0 }
    covered.set(match[0], entry)
    if (covered.size > 50 || entry.tries >= TRIES) continue
    entry.tries++
    const start = match.index + match[0].indexOf('{')
    const end = endOfValue(text, start)
    if (end > 0 && isJson(text.slice(start, end))) entry.bytes += end - start
  }
  const best = [...covered].sort((a, b) => b[1].bytes - a[1].bytes)[0]
  return best && best[1].bytes > 0 ? Buffer.from(best[0], 'latin1') : null
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === 0x7b || code === 0x5b) depth++
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1
  }
  return -1
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How far in front of its list what a document or chat says of itself may begin. */
export const HEAD_REACH = 4_096
const LIST_BEGINS = /^"\s*:\s*\[/
/** Longest stretch from the key of a list to its bracket. */
export const BEGIN_REACH = 128

/** A list of records that begins. */
export interface ListHead {
  /** Quotation mark of its key. */
  key: number
  /** Brace of the object that it stands in; -1 if that is damaged too. */
  object: number
}

/**
 * Finds where another list of records begins, such as that of the next chat: records behind it belong
 * to another room than those in front of it.
 *
 * @param name key of the list
 */
export function nextListHead(
  bytes: Buffer,
  name: string,
  from: number,
  end: number,
): ListHead | null {
  const quoted = `"${name}`
  for (let key = bytes.indexOf(quoted, from); key >= 0 && key < end;) {
    const behind = key + Buffer.byteLength(quoted)
    const begun = LIST_BEGINS.exec(bytes.toString('latin1', behind, behind + BEGIN_REACH))
    if (begun) return { key, object: objectAround(bytes, behind + begun[0].length) }
    key = bytes.indexOf(quoted, behind)
  }
  return null
}

/** The nearest brace from which on everything is JSON as far as the list that begins at `end`. */
function objectAround(bytes: Buffer, end: number): number {
  const first = Math.max(0, end - HEAD_REACH)
  for (let at = bytes.lastIndexOf('{', end); at >= first; at = bytes.lastIndexOf('{', at - 1)) {
    if (isJson(`${bytes.toString('utf8', at, end)}]}`)) return at
    if (at === 0) break
  }
  return -1
}
