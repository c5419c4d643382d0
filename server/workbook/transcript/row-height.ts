import { workbookLimits } from '../limits.ts'
import type { StoredMessage } from '../../ports/message.ts'

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
export function rowHeight({ text, attachments }: StoredMessage, isSimple: boolean): string {
  let lines = isSimple
    ? Math.max(1, Math.min(MAX_HEIGHT / LINE_HEIGHT, Math.ceil(text.length / MESSAGE_WIDTH)))
    : linesOf(text)
  if (attachments.length > 0) {
    let attachmentLines = 0
    for (const { name } of attachments) {
      attachmentLines += 1 + Math.floor(name.length / ATTACHMENT_WIDTH)
    }
    lines = Math.max(lines, attachmentLines)
  }
  return lines === 1 ? '' : ` ht="${Math.min(MAX_HEIGHT, lines * LINE_HEIGHT)}"`
}

/** What may need to be changed in a cell, or be wider than a letter, or end a line: one look for all. */
const notSimple = /[\u0000-\u001F&<>\u1100-\uFFFF]/
export const isSimpleText = (text: string): boolean =>
  !notSimple.test(text) && text.length <= workbookLimits.maxCellLength && !text.includes('_x')

/** Scripts whose characters take two columns. */
const wide = /[\u1100-\uD7FF\uF900-\uFFE6]|\n/

function linesOf(text: string): number {
  if (!wide.test(text)) {
    return Math.min(MAX_HEIGHT / LINE_HEIGHT, Math.ceil(text.length / MESSAGE_WIDTH))
  }
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
