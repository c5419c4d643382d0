import type { ErrorCode } from '../contract/errors.ts'
import {
  emptyImportCounts,
  type Import,
  type ImportCounts,
  type ImportState,
  type ImportWarning,
} from '../contract/imports.ts'
import type { Database } from './database.ts'

/** Where the bytes of an import are and how to read them; enough to run it again after a crash. */
export interface ImportSourceRecord {
  paths: string[]
  /** IANA zone for files that name none. */
  timeZone?: string
  /** The paths are ours (an upload) and go when the import has ended. */
  deleteAfter?: boolean
}

export interface StoredImport {
  importId: number
  source: ImportSourceRecord
  status: Import
}

export interface ImportResult {
  state: Exclude<ImportState, 'queued' | 'reading'>
  format: string | null
  bytesRead: number
  bytesTotal: number | null
  counts: ImportCounts
  roomOids: string[]
  warnings: ImportWarning[]
  error?: { code: ErrorCode; message: string }
}

export interface ImportStore {
  create(row: { importOid: string; name: string; source: ImportSourceRecord }): StoredImport
  get(importOid: string): StoredImport | null
  /** Newest first. */
  list(limit: number): Import[]
  /** Imports that have not ended, oldest first. */
  unfinished(): StoredImport[]
  start(importId: number): void
  end(importId: number, result: ImportResult): void
}

interface ImportRow {
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

const toStored = (row: ImportRow): StoredImport => ({
  importId: row.import_id,
  source: JSON.parse(row.source) as ImportSourceRecord,
  status: {
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
  },
})

/** The `imports` table. Only transitions are stored; progress in between lives in memory. */
export function openImportStore(db: Database, now: () => number = Date.now): ImportStore {
  const insert = db.prepare(
    `INSERT INTO imports (import_oid, name, state, counts, source, created_at)
     VALUES (?, ?, 'queued', ?, ?, ?)`,
  )
  const byOid = db.prepare('SELECT * FROM imports WHERE import_oid = ?')
  const newest = db.prepare('SELECT * FROM imports ORDER BY import_id DESC LIMIT ?')
  const open = db.prepare(
    `SELECT * FROM imports WHERE state IN ('queued', 'reading') ORDER BY import_id`,
  )
  const startStatement = db.prepare(`UPDATE imports SET state = 'reading' WHERE import_id = ?`)
  const endStatement = db.prepare(
    `UPDATE imports SET state = ?, format = ?, bytes_read = ?, bytes_total = ?, counts = ?,
       room_oids = ?, warnings = ?, error = ? WHERE import_id = ?`,
  )

  const get = (importOid: string): StoredImport | null => {
    const row = byOid.get(importOid) as ImportRow | undefined
    return row ? toStored(row) : null
  }

  return {
    create({ importOid, name, source }) {
      const counts = JSON.stringify(emptyImportCounts())
      insert.run(importOid, name, counts, JSON.stringify(source), now())
      const stored = get(importOid)
      if (!stored) throw new Error(`The import ${importOid} was not stored.`)
      return stored
    },
    get,
    list: (limit) =>
      (newest.all(limit) as unknown as ImportRow[]).map((row) => toStored(row).status),
    unfinished: () => (open.all() as unknown as ImportRow[]).map(toStored),
    start: (importId) => void startStatement.run(importId),
    end(importId, result) {
      endStatement.run(
        result.state,
        result.format,
        result.bytesRead,
        result.bytesTotal,
        JSON.stringify(result.counts),
        JSON.stringify(result.roomOids),
        JSON.stringify(result.warnings),
        result.error ? JSON.stringify(result.error) : null,
        importId,
      )
    },
  }
}
