import type { Attachment } from '../../contract/rooms.ts'
import type { ChatColumns } from './csv-columns.ts'
import type { DateOrder } from './date-order.ts'
import { looseMoment } from './loose-dates.ts'
import type { IncomingMessage } from './reader.ts'
import type { WallClock } from './time-zone.ts'

/** The text of a cell; empty where the table has no such column. */
export const cellAt = (cells: readonly string[], column: number): string =>
  column < 0 ? '' : (cells[column] ?? '')

/** The message that one row of a table holds. */
export function rowMessage(
  cells: readonly string[],
  columns: ChatColumns,
  order: DateOrder,
  clock: WallClock,
): IncomingMessage {
  const date = cellAt(cells, columns.time)
  const time = columns.clock < 0 ? date : `${date} ${cellAt(cells, columns.clock)}`.trim()
  const authorKey = cellAt(cells, columns.authorKey)
  const files = cellAt(cells, columns.attachments)
  return {
    when: looseMoment(time, order, clock),
    sourceId: cellAt(cells, columns.id) || null,
    author: cellAt(cells, columns.author) || authorKey,
    authorKey: authorKey || undefined,
    kind: 'message',
    text: cellAt(cells, columns.text),
    replyTo: cellAt(cells, columns.replyTo) || null,
    attachments: files === '' ? undefined : linkedFiles(files),
  }
}

const linkedFiles = (cell: string): Attachment[] =>
  cell
    // Addresses may stand with nothing but a space between them; names of files hold spaces.
    .split(/,\s*|\s+(?=https?:)/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((link) => ({
      name:
        link
          .replace(/[?#].*$/, '')
          .split('/')
          .at(-1) || link,
    }))
