import { optionalColumns, type OptionalColumn } from '../../contract/workbook.ts'

export type TranscriptField =
  'number' | 'time' | 'author' | 'text' | 'kind' | 'replyTo' | 'attachments' | 'sourceId'

export interface TranscriptColumn {
  field: TranscriptField
  /** What stands in row 1. */
  name: string
  /** `A`, `B`... */
  letter: string
}

const optionalFields: Readonly<Record<OptionalColumn, TranscriptField>> = {
  Kind: 'kind',
  'Reply to': 'replyTo',
  Attachments: 'attachments',
  'Source id': 'sourceId',
}

/**
 * The columns of the transcript in their order, which the contract fixes; the first four are always
 * there, so that every message stands in column D.
 *
 * @param chosen default all of them
 */
export function transcriptColumns(
  timeZone: string,
  chosen: readonly OptionalColumn[] = optionalColumns,
): TranscriptColumn[] {
  const columns: [TranscriptField, string][] = [
    ['number', '#'],
    ['time', `Time (${timeZone})`],
    ['author', 'Author'],
    ['text', 'Message'],
  ]
  for (const name of optionalColumns) {
    if (chosen.includes(name)) columns.push([optionalFields[name], name])
  }
  return columns.map(([field, name], index) => ({
    field,
    name,
    letter: String.fromCharCode(65 + index),
  }))
}

/** The letter of a column, or null where it was left out. */
export const letterOf = (
  columns: readonly TranscriptColumn[],
  field: TranscriptField,
): string | null => columns.find((column) => column.field === field)?.letter ?? null
