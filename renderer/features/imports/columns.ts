import type { ImportColumns, ImportTable } from '../../../server/contract/imports.ts'

/** What a person can say of a table, in the order in which it is asked. */
export const columnFields = ['text', 'time', 'clock', 'author', 'room', 'id'] as const
export type Columns = { [field in keyof ImportColumns]?: number | undefined }

/** The answer as the server takes it; null until it says where the text stands. */
export const chosen = (columns: Columns): ImportColumns | null => {
  const { text } = columns
  if (text === undefined) return null
  const others = Object.entries(columns).filter(([, column]) => column !== undefined)
  return { ...Object.fromEntries(others), text }
}

/** The header's word for a column; null where there is none. */
export const columnLabel = (
  { rows }: ImportTable,
  hasHeader: boolean,
  column: number,
): string | null => (hasHeader ? rows[0]?.[column]?.trim() || null : null)

export interface PreviewMessage {
  time: string
  author: string
  text: string
}

/** Messages shown below the table. */
const previewed = 3

/** The first messages as the columns would make them. */
export const previewOf = (
  { rows }: ImportTable,
  columns: Columns,
  hasHeader: boolean,
): PreviewMessage[] => {
  const { text } = columns
  if (text === undefined) return []
  return rows.slice(hasHeader ? 1 : 0, previewed + (hasHeader ? 1 : 0)).map((row) => {
    const cell = (column: number | undefined) => (column === undefined ? '' : (row[column] ?? ''))
    return {
      time: [cell(columns.time), cell(columns.clock)].join(' ').trim(),
      author: cell(columns.author),
      text: cell(text),
    }
  })
}
