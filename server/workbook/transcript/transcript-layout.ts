import { optionalColumns, type OptionalColumn } from '../../contract/workbook.ts'
import type { Phrase } from '../../words/report/phrases.ts'
import type { Speech } from '../../words/speech.ts'

export type TranscriptField =
  'number' | 'time' | 'author' | 'text' | 'kind' | 'replyTo' | 'attachments' | 'sourceId'

export interface TranscriptColumn {
  field: TranscriptField
  /** What stands in row 1. */
  name: string
  /** `A`, `B`... */
  letter: string
}

/** The optional columns as settings and requests call them. */
export const optionalFields: Readonly<Record<OptionalColumn, TranscriptField>> = {
  Kind: 'kind',
  'Reply to': 'replyTo',
  Attachments: 'attachments',
  'Source id': 'sourceId',
}

/** What each column is called. */
const phrases = {
  number: 'number',
  author: 'author',
  text: 'message',
  kind: 'kind',
  replyTo: 'reply_to',
  attachments: 'attachments',
  sourceId: 'source_id',
} as const satisfies Record<Exclude<TranscriptField, 'time'>, Phrase>

/**
 * The columns of the transcript in their order, which the contract fixes; the first four are always
 * there, so that every message stands in column D.
 *
 * @param chosen default all of them
 */
export function transcriptColumns(
  speech: Speech,
  chosen: readonly OptionalColumn[] = optionalColumns,
): TranscriptColumn[] {
  const optional = optionalColumns.filter((name) => chosen.includes(name))
  const fields: TranscriptField[] = [
    'number',
    'time',
    'author',
    'text',
    ...optional.map((name) => optionalFields[name]),
  ]
  return fields.map((field, index) => ({
    field,
    name: columnName(speech, field),
    letter: String.fromCharCode(65 + index),
  }))
}

/** What stands in row 1 above a column. */
export const columnName = (speech: Speech, field: TranscriptField): string =>
  field === 'time'
    ? speech.say('time_in', { zone: speech.clock.timeZone })
    : speech.say(phrases[field])

/** The letter of a column, or null where it was left out. */
export const letterOf = (
  columns: readonly TranscriptColumn[],
  field: TranscriptField,
): string | null => columns.find((column) => column.field === field)?.letter ?? null
