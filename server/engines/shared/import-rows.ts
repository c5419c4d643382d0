import type { ErrorCode } from '../../contract/errors.ts'
import type { Import, ImportCounts, ImportState, ImportWarning } from '../../contract/imports.ts'
import type { ImportSourceRecord, StoredImport } from '../../ports/imports.ts'

export interface ImportRow {
  import_id: number
  import_oid: string
  name: string
  state: ImportState
  format: string | null
  bytes_read: number
  bytes_total: number | null
  counts: string
  room_oids: string
  warnings: string
  error: string | null
  source: string
}

export const toStoredImport = (row: ImportRow): StoredImport => {
  const source = JSON.parse(row.source) as ImportSourceRecord
  return { importId: row.import_id, source, status: statusOf(row, source) }
}

const statusOf = (row: ImportRow, { choices }: ImportSourceRecord): Import => ({
  importOid: row.import_oid,
  name: row.name,
  state: row.state,
  format: row.format,
  bytesRead: row.bytes_read,
  bytesTotal: row.bytes_total,
  counts: JSON.parse(row.counts) as ImportCounts,
  roomOids: JSON.parse(row.room_oids) as string[],
  warnings: JSON.parse(row.warnings) as ImportWarning[],
  ...(row.error === null
    ? {}
    : { error: JSON.parse(row.error) as { code: ErrorCode; message: string } }),
  ...(choices === undefined ? {} : { choices }),
})
