import { dateFromSerial, format, isDateFormat } from 'numfmt'
import type { PreviewCell } from '../../contract/preview.ts'
import type { ReportLanguage } from '../../contract/workbook.ts'
import type { CellFormat } from './styles.ts'

/** What stands in a `<c>` element. */
export interface RawCell {
  /** Attribute `t`. */
  type: string
  /** Text of `<v>`. */
  value: string
  /** Text of `<is>`, without phonetic hints. */
  inline: string
}

type Shown = Pick<PreviewCell, 'kind' | 'text'>

/** Codes for characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export const decodeText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text

/** A cell as a spreadsheet shows it. */
export function shownCell(
  cell: RawCell,
  { pattern }: CellFormat,
  book: { strings: readonly string[]; isDate1904: boolean; language: ReportLanguage },
): Shown {
  switch (cell.type) {
    case 's':
      return textCell(book.strings[Number(cell.value)] ?? '')
    case 'inlineStr':
      return textCell(decodeText(cell.inline))
    case 'str':
      return textCell(decodeText(cell.value))
    case 'b':
      return { kind: 'boolean', text: cell.value === '1' ? 'TRUE' : 'FALSE' }
    case 'e':
      return { kind: 'error', text: cell.value }
    case 'd':
      return { kind: 'date', text: cell.value }
    default:
      return numberCell(cell.value, pattern, book)
  }
}

const textCell = (text: string): Shown => ({ kind: text === '' ? 'empty' : 'text', text })

function numberCell(
  value: string,
  pattern: string,
  { isDate1904, language: locale }: { isDate1904: boolean; language: ReportLanguage },
): Shown {
  const number = value === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) return { kind: 'empty', text: '' }
  const isDate = isDatePattern(pattern)
  const kind = isDate && !pattern.includes('[') ? 'date' : 'number'
  try {
    const shown = isDate && isDate1904 ? number + DAYS_1904 : number
    return { kind, text: format(pattern, shown, { locale }) }
  } catch {
    // A pattern that only its author's program knows; the number itself is still worth showing.
    return { kind: 'number', text: String(number) }
  }
}

/** Days between the two calendars a workbook may count in. */
const DAYS_1904 = 1_462

function isDatePattern(pattern: string): boolean {
  try {
    return isDateFormat(pattern)
  } catch {
    return false
  }
}

/** `2026-03-02` of a date as charts keep it; null for what is none. */
export function dayOfSerial(serial: number): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial >= 2_958_466) return null
  const [year = 0, month = 1, day = 1] = dateFromSerial(Math.floor(serial))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}

export const isDayPattern = isDatePattern
