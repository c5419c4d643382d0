import { isUtf8 } from 'node:buffer'

/** windows-1252, 0x80 to 0x9f; the WHATWG table. Node's own decoder has mistaken it for latin1. */
const HIGH_CONTROLS =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

const ISO_2022_JP = new TextDecoder('iso-2022-jp')
const JP_ESCAPE = Buffer.from('\x1b$')

/** Decodes bytes that are not UTF-8; null for those that are. */
export function decodeLegacy(bytes: Buffer): string | null {
  if (bytes.includes(JP_ESCAPE)) return ISO_2022_JP.decode(bytes)
  if (isUtf8(bytes)) return null
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => HIGH_CONTROLS.charAt(char.charCodeAt(0) - 0x80))
}
