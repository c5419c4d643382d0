/** A text beyond this is not mended: damage of that size is better cut at the next record. */
const MAX_MENDED_LENGTH = 1_024 * 1_024

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Reads one value that is almost JSON. Telegram Desktop writes control characters as `\x01` and
 * (in 4.1) some file names without quotation marks; others leave raw line breaks in texts, commas
 * out, or quotation marks unescaped.
 *
 * @returns undefined if it is beyond mending
 */
export function mendJson(source: string): unknown {
  if (source.length > MAX_MENDED_LENGTH) return undefined
  const parts: string[] = []
  let at = 0
  /** A value has just ended, so that another one needs a comma before it. */
  let ended = false
  const value = (text: string) => parts.push(ended ? `,${text}` : text)
  while (at < source.length) {
    const char = source.charAt(at)
    if (char === '"') {
      const [string, next] = mendString(source, at)
      value(string)
      at = next
      ended = true
    } else if (char === '{' || char === '[') {
      value(char)
      ended = false
      at++
    } else if (char === ':') {
      parts.push(':')
      ended = false
      at++
    } else if (char === '}' || char === ']') {
      parts.push(char)
      ended = true
      at++
    } else if (char === ',' || /\s/.test(char)) {
      // Commas are set anew, one between any two values.
      at++
    } else {
      const end = at + Math.max(1, source.slice(at).search(/[,\n\]}]|$/))
      const word = source.slice(at, end).trim()
      const literal = NUMBER.test(word) || word === 'true' || word === 'false' || word === 'null'
      value(literal ? word : JSON.stringify(word))
      at = end
      ended = true
    }
  }
  try {
    return JSON.parse(parts.join('')) as unknown
  } catch {
    return undefined
  }
}

/** Copies the string that begins at `start`, mending escapes; returns it and where it ended. */
function mendString(source: string, start: number): [string, number] {
  let out = '"'
  let at = start + 1
  while (at < source.length) {
    const char = source.charAt(at)
    if (char === '\\') {
      const next = source.charAt(at + 1)
      const hex = /^x([0-9a-f]{2})/i.exec(source.slice(at + 1, at + 4))
      if (hex) {
        out += `\\u00${hex[1]}`
        at += 4
      } else if (/["\\/bfnrt]/.test(next) || /^u[0-9a-f]{4}/i.test(source.slice(at + 1, at + 6))) {
        out += char + next
        at += 2
      } else {
        out += '\\\\'
        at++
      }
    } else if (char === '"') {
      at++
      // A quotation mark ends the string only where JSON can go on behind it.
      if (
        /^\s*(?:[,:\]}]|$)/.test(source.slice(at, at + 40)) ||
        /^\s*\n\s*"/.test(source.slice(at, at + 200))
      ) {
        return [`${out}"`, at]
      }
      out += '\\"'
    } else {
      const code = char.charCodeAt(0)
      out += code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : char
      at++
    }
  }
  return [`${out}"`, at]
}
