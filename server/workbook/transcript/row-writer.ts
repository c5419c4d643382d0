import type { StoredMessage } from '../../store/message.ts'
import type { WorkbookChanges } from '../changes.ts'
import type { SharedStrings } from '../package/shared-strings.ts'
import { cellXml, hasOuterBlanks } from '../text/cell-text.ts'
import { excelSerial, isoText } from '../text/serial-date.ts'

/** Style numbers of the eight columns for each look of a row. */
export interface TranscriptStyles {
  message: readonly number[]
  system: readonly number[]
  /** Of the cell that names the answered message, when it is a link. */
  link: number
  /** From the number of a text style to the one that keeps `=` and its like from being calculated. */
  quoted: ReadonlyMap<number, number>
}

/**
 * What Excel would calculate if someone pressed F2 and Enter in the cell; a tab or a full-width
 * form counts too.
 */
const calculable = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

/**
 * Turns messages into the rows of a sheet, as XML. Each cell is typed in the file, so text is text
 * whatever it looks like; there is no formula and no link to an address in a transcript.
 */
export class RowWriter {
  readonly #styles: TranscriptStyles
  readonly #strings: SharedStrings
  readonly #changes: WorkbookChanges

  constructor(styles: TranscriptStyles, strings: SharedStrings, changes: WorkbookChanges) {
    this.#styles = styles
    this.#strings = strings
    this.#changes = changes
  }

  /** @param isLinked whether the cell `Reply to` is going to be a link */
  row(row: number, message: StoredMessage, isLinked: boolean): string {
    const styles = message.kind === 'system' ? this.#styles.system : this.#styles.message
    const reply = message.replyTo ?? ''
    return (
      `<row r="${row}"${rowHeight(message)}><c r="A${row}" s="${styles[0]}"><v>${message.number}</v></c>` +
      this.#time(row, message.at, styles[1] ?? 0) +
      this.#shared('C', row, message.author, styles[2] ?? 0) +
      this.#text('D', row, message.text, styles[3] ?? 0) +
      this.#shared('E', row, message.kind, styles[4] ?? 0) +
      this.#text('F', row, reply, isLinked ? this.#styles.link : (styles[5] ?? 0)) +
      this.#text('G', row, attachmentsText(message.attachments), styles[6] ?? 0) +
      this.#text('H', row, message.sourceId ?? '', styles[7] ?? 0) +
      '</row>'
    )
  }

  #time(row: number, at: number | null, style: number): string {
    if (at === null) return `<c r="B${row}" s="${style}"/>`
    const serial = excelSerial(at)
    if (serial !== null) return `<c r="B${row}" s="${style}"><v>${serial}</v></c>`
    this.#changes.textTimes += 1
    return this.#text('B', row, isoText(at), style)
  }

  #text(column: string, row: number, text: string, style: number): string {
    if (text === '') return `<c r="${column}${row}" s="${style}"/>`
    const xml = cellXml(text, this.#changes)
    const look = calculable.test(text) ? (this.#styles.quoted.get(style) ?? style) : style
    return textCell(column, row, xml, look)
  }

  #shared(column: string, row: number, text: string, style: number): string {
    if (text === '') return `<c r="${column}${row}" s="${style}"/>`
    const look = calculable.test(text) ? (this.#styles.quoted.get(style) ?? style) : style
    const xml = cellXml(text, this.#changes)
    // Some readers treat codes in shared strings otherwise than in the cell.
    const index = xml.includes('_x') ? -1 : this.#strings.indexOf(xml)
    return index < 0
      ? textCell(column, row, xml, look)
      : `<c r="${column}${row}" s="${look}" t="s"><v>${index}</v></c>`
  }
}

/** Characters of one line in the columns Message and Attachments, on the safe side. */
const MESSAGE_WIDTH = 92
const ATTACHMENT_WIDTH = 30
const LINE_HEIGHT = 15
/** Points; Excel shows no row higher than this. */
const MAX_HEIGHT = 405

/**
 * The height of a row that needs more than a line. Excel would work it out by itself when it opens
 * the file, but LibreOffice and previewers do not, and would show lines on top of each other.
 */
function rowHeight({ text, attachments }: StoredMessage): string {
  let lines = text.length <= MESSAGE_WIDTH / 2 && !text.includes('\n') ? 1 : linesOf(text)
  if (attachments.length > 0) {
    let attachmentLines = 0
    for (const { name } of attachments) {
      attachmentLines += 1 + Math.floor(name.length / ATTACHMENT_WIDTH)
    }
    lines = Math.max(lines, attachmentLines)
  }
  return lines === 1 ? '' : ` ht="${Math.min(MAX_HEIGHT, lines * LINE_HEIGHT)}"`
}

function linesOf(text: string): number {
  const end = Math.min(text.length, (MAX_HEIGHT / LINE_HEIGHT) * MESSAGE_WIDTH)
  let lines = 1
  let column = 0
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit === 0x0a) {
      lines += 1
      column = 0
      continue
    }
    // Wide scripts take two columns; the two halves of an emoji together do as well.
    column += unit >= 0x1100 && unit < 0xd800 ? 2 : 1
    if (column > MESSAGE_WIDTH) {
      lines += 1
      column = 1
    }
  }
  return lines
}

const textCell = (column: string, row: number, xml: string, style: number): string =>
  hasOuterBlanks(xml)
    ? `<c r="${column}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`
    : `<c r="${column}${row}" s="${style}" t="inlineStr"><is><t>${xml}</t></is></c>`

const attachmentsText = (attachments: StoredMessage['attachments']): string => {
  if (attachments.length === 0) return ''
  if (attachments.length === 1) return attachments[0]?.name ?? ''
  return attachments.map(({ name }) => name).join('\n')
}
