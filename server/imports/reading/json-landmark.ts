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
