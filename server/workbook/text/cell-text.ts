import { workbookLimits } from '../limits.ts'
import type { WorkbookChanges } from '../changes.ts'

type TextChanges = Pick<
  WorkbookChanges,
  'cutCells' | 'cutCharacters' | 'encodedCharacters' | 'lineEndings' | 'brokenCharacters'
>

/**
 * What may need more than being copied: one class of characters, so that the engine can run over a
 * million texts without trying alternatives. Half of what it finds, emoji, needs nothing after all.
 */
const suspect = /[\u0000-\u0008\u000B-\u001F&<>\uD800-\uDFFF\uFFFE\uFFFF]/
const isPlain = (text: string): boolean => !suspect.test(text) && !text.includes('_x')
/** What has to be changed, markup apart. */
const rare = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]|_x[0-9A-Fa-f]{4}/u

const lineEnd = /\r\n?/g
const loneSurrogate = /[\uD800-\uDFFF]/gu
/** What XML 1.0 forbids (section 2.2), tab and line feed apart. */
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
/**
 * An underscore that a reader would take for the start of a code `_xHHHH_` (ECMA-376 part 1,
 * 22.9.2.19), including one that only an encoded character behind it would complete.
 */
const falseCode = /_(?=x[0-9A-Fa-f]{4}(?:_|[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]))/g
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const code = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Escapes what XML reads as markup; for text that {@link cellText} has been through. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** For attribute values between double quotes. */
export const escapeAttribute = (text: string): string =>
  escapeXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')

/**
 * The text of a cell, ready to stand between `<t>` tags, with every character that .xlsx can hold.
 * Excel applies its limit of 32,767 to the text as written, entities and codes included (a cell of
 * 32,767 characters with one `&` makes it offer a repair), so that is what is measured here.
 */
export function cellXml(text: string, changes: TextChanges): string {
  if (text.length <= workbookLimits.maxCellLength && isPlain(text)) return text
  const clean = rare.test(text) ? writable(text, changes) : text
  const escaped = escapeXml(clean)
  if (escaped.length <= workbookLimits.maxCellLength) return escaped
  return escapeXml(cut(clean, changes))
}

/** The same rules for a cell that exceljs writes, which escapes markup itself. */
export function cellText(text: string, changes: TextChanges): string {
  if (text.length <= workbookLimits.maxCellLength && isPlain(text)) return text
  const clean = rare.test(text) ? writable(text, changes) : text
  return escapeXml(clean).length <= workbookLimits.maxCellLength ? clean : cut(clean, changes)
}

/** Readers strip blanks at the ends of a text unless it says otherwise. */
export function hasOuterBlanks(text: string): boolean {
  if (text.length === 0) return false
  return isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1))
}

const isBlank = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)

function writable(text: string, changes: TextChanges): string {
  let result = text
  if (result.includes('\r')) {
    result = result.replace(lineEnd, () => {
      changes.lineEndings += 1
      return '\n'
    })
  }
  return result
    .replace(loneSurrogate, () => {
      changes.brokenCharacters += 1
      return '\uFFFD'
    })
    .replace(falseCode, '_x005F_')
    .replace(unwritable, (character) => {
      changes.encodedCharacters += 1
      return code(character)
    })
}

/** Cuts between code points and outside of codes, and says in the cell that it did. */
function cut(clean: string, changes: TextChanges): string {
  const mark = `\n[… cut: the whole text has ${clean.length} characters]`
  const room = workbookLimits.maxCellLength - mark.length
  let end = 0
  let length = 0
  const pieces = /_x[0-9A-F]{4}_|[^]/gu
  for (let piece = pieces.exec(clean); piece !== null; piece = pieces.exec(clean)) {
    length += entities[piece[0]]?.length ?? piece[0].length
    if (length > room) break
    end = pieces.lastIndex
  }
  changes.cutCells += 1
  changes.cutCharacters += clean.length - end
  return clean.slice(0, end) + mark
}

/** Text for places that have no codes: chart labels, tooltips, document properties. */
export const plainText = (text: string): string =>
  text.replace(loneSurrogate, '\uFFFD').replace(unwritable, ' ')
