import type { StoredMessage } from '../../ports/message.ts'
import type { WorkbookChanges } from '../changes.ts'
import type { SharedStrings } from '../package/shared-strings.ts'
import { cellXml, hasOuterBlanks } from '../text/cell-text.ts'
import type { Speech, WallClock } from '../../words/speech.ts'
import { isoText, serialText } from '../text/serial-date.ts'
import { rowHeight } from './row-height.ts'
import { letterOf, type TranscriptColumn, type TranscriptField } from './transcript-layout.ts'

/** Style numbers of the columns, in their order, for each look of a row. */
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
/** Most texts start with a letter, which spares them the test. */
const mayBeCalculable = (text: string): boolean => {
  const first = text.charCodeAt(0)
  return (first <= 0x40 || first > 0x7a) && calculable.test(text)
}

/** What stands between the address of a cell and its text, for each case, made once per style. */
interface TextLook {
  empty: string
  open: string
  openBlanks: string
  quotedOpen: string
  quotedOpenBlanks: string
  /** What follows the address, by text, for texts that come again in row after row. */
  shared: Map<string, string>
  /** The same for a column that has one text in all rows of this look; null until it is known. */
  only: string | null
  style: number
  quoted: number
}

interface RowLook {
  number: string
  time: string
  noTime: string
  timeText: TextLook
  author: TextLook
  text: TextLook
  kind: TextLook
  reply: TextLook
  attachments: TextLook
  sourceId: TextLook
}

const inline = (style: number, space = ''): string => `" s="${style}" t="inlineStr"><is><t${space}>`
const keepBlanks = ' xml:space="preserve"'
const closeText = '</t></is></c>'

export interface RowWriterTools {
  strings: SharedStrings
  changes: WorkbookChanges
  /** By the clock of the time zone that the header names. */
  speech: Speech
}

/**
 * Turns messages into the rows of a sheet, as XML. Each cell is typed in the file, so text is text
 * whatever it looks like; there is no formula and no link to an address in a transcript.
 */
export class RowWriter {
  readonly #message: RowLook
  readonly #system: RowLook
  readonly #link: TextLook
  readonly #strings: SharedStrings
  readonly #changes: WorkbookChanges
  readonly #speech: Speech
  readonly #clock: WallClock
  /** How a cell of these columns begins; empty where the column was left out. */
  readonly #kind: string
  readonly #reply: string
  readonly #attachments: string
  readonly #sourceId: string

  constructor(
    columns: readonly TranscriptColumn[],
    styles: TranscriptStyles,
    { strings, changes, speech }: RowWriterTools,
  ) {
    const startOf = (field: TranscriptField): string => {
      const letter = letterOf(columns, field)
      return letter === null ? '' : `<c r="${letter}`
    }
    this.#kind = startOf('kind')
    this.#reply = startOf('replyTo')
    this.#attachments = startOf('attachments')
    this.#sourceId = startOf('sourceId')
    const textLook = (style: number): TextLook => {
      const quoted = styles.quoted.get(style) ?? style
      return {
        empty: `" s="${style}"/>`,
        open: inline(style),
        openBlanks: inline(style, keepBlanks),
        quotedOpen: inline(quoted),
        quotedOpenBlanks: inline(quoted, keepBlanks),
        shared: new Map(),
        only: null,
        style,
        quoted,
      }
    }
    const rowLook = (row: readonly number[]): RowLook => {
      const styleOf = (field: TranscriptField): number =>
        row[columns.findIndex((column) => column.field === field)] ?? 0
      const look = (field: TranscriptField): TextLook => textLook(styleOf(field))
      return {
        number: `" s="${styleOf('number')}"><v>`,
        time: `" s="${styleOf('time')}"><v>`,
        noTime: `" s="${styleOf('time')}"/>`,
        timeText: look('time'),
        author: look('author'),
        text: look('text'),
        kind: look('kind'),
        reply: look('replyTo'),
        attachments: look('attachments'),
        sourceId: look('sourceId'),
      }
    }
    this.#message = rowLook(styles.message)
    this.#system = rowLook(styles.system)
    this.#link = textLook(styles.link)
    this.#strings = strings
    this.#changes = changes
    this.#speech = speech
    this.#clock = speech.clock
  }

  /**
   * @param isLinked whether the cell `Reply to` is going to be a link
   * @param isSimple whether the text of the message is known to be, see `isSimpleText`
   */
  row(row: number, message: StoredMessage, isLinked: boolean, isSimple: boolean): string {
    const look = message.kind === 'system' ? this.#system : this.#message
    const r = String(row)
    const { replyTo, attachments, sourceId } = message
    const replyLook = isLinked ? this.#link : look.reply
    // One expression: every step in between would leave another string to be collected.
    return (
      `<row r="${r}"${rowHeight(message, isSimple)}><c r="A${r}${look.number}${message.number}</v></c>` +
      `<c r="B${r}${this.#time(message.at, look)}<c r="C${r}${this.#shared(message.author, look.author)}` +
      `<c r="D${r}${this.#text(message.text, look.text, isSimple)}` +
      (this.#kind === '' ? '' : this.#kind + r + this.#kindCell(message.kind, look.kind)) +
      // Cells that are mostly empty are left out; the sheet draws the rules below them.
      (this.#reply === '' || !replyTo ? '' : this.#reply + r + this.#text(replyTo, replyLook)) +
      (this.#attachments === '' || attachments.length === 0
        ? ''
        : this.#attachments + r + this.#text(attachmentsText(attachments), look.attachments)) +
      (this.#sourceId === '' || !sourceId
        ? ''
        : this.#sourceId + r + this.#text(sourceId, look.sourceId)) +
      '</row>'
    )
  }

  #time(at: number | null, look: RowLook): string {
    if (at === null) return look.noTime
    const serial = serialText(this.#clock.wall(at))
    if (serial !== null) return `${look.time}${serial}</v></c>`
    this.#changes.textTimes += 1
    return this.#text(isoText(at), look.timeText)
  }

  #kindCell(kind: StoredMessage['kind'], look: TextLook): string {
    const cell = look.only
    if (cell === null) return (look.only = this.#shared(this.#speech.say(`kind_${kind}`), look))
    this.#strings.recount(1)
    return cell
  }

  /** @param isSimple whether the text is known to need no change */
  #text(text: string, look: TextLook, isSimple = false): string {
    if (text === '') return look.empty
    const xml = isSimple ? text : cellXml(text, this.#changes)
    const hasBlanks = hasOuterBlanks(xml)
    if (mayBeCalculable(text)) {
      return (hasBlanks ? look.quotedOpenBlanks : look.quotedOpen) + xml + closeText
    }
    return (hasBlanks ? look.openBlanks : look.open) + xml + closeText
  }

  #shared(text: string, look: TextLook): string {
    if (text === '') return look.empty
    const known = look.shared.get(text)
    if (known !== undefined) {
      this.#strings.recount(1)
      return known
    }
    const before = this.#changes.encodedCharacters + this.#changes.cutCells
    const xml = cellXml(text, this.#changes)
    const isChanged = before < this.#changes.encodedCharacters + this.#changes.cutCells
    // Some readers treat codes in shared strings otherwise than in the cell; and what has to be
    // changed is counted for each cell, so it takes the long way each time.
    const isPlain = !isChanged && !xml.includes('_x') && !text.includes('\r') && text.isWellFormed()
    const index = isPlain ? this.#strings.indexOf(xml) : -1
    const style = mayBeCalculable(text) ? look.quoted : look.style
    if (index < 0)
      return `${inline(style, hasOuterBlanks(xml) ? keepBlanks : '')}${xml}${closeText}`
    const cell = `" s="${style}" t="s"><v>${index}</v></c>`
    look.shared.set(text, cell)
    return cell
  }
}

const attachmentsText = (attachments: StoredMessage['attachments']): string => {
  if (attachments.length === 0) return ''
  if (attachments.length === 1) return attachments[0]?.name ?? ''
  return attachments.map(({ name }) => name).join('\n')
}
