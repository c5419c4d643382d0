import type { ErrorCode } from '../../contract/errors.ts'
import {
  emptyImportCounts,
  type Import,
  type ImportChoices,
  type ImportCounts,
  type ImportReading,
  type ImportState,
  type ImportWarning,
} from '../../contract/imports.ts'
import type { Database } from './database.ts'

/** Where the bytes of an import are and how to read them; enough to run it again after a crash. */
export interface ImportSourceRecord {
  paths: string[]
  /** IANA zone for files that name none. */
  timeZone?: string
  /** What a person has decided, beforehand or after an earlier reading. */
  reading?: ImportReading
  /** The paths are ours (an upload) and go when the import has ended and leaves nothing to choose. */
  deleteAfter?: boolean
  /** What a person may decide better. */
  choices?: ImportChoices
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
  choices?: ImportChoices | undefined
}

export interface ImportStore {
  create(row: { importOid: string; name: string; source: ImportSourceRecord }): StoredImport
  get(importOid: string): StoredImport | null
  /** Imports that have not ended, oldest first. */
  unfinished(): StoredImport[]
  start(importId: number): void
  end(importId: number, result: ImportResult): void
  /** Queues an ended import once more; what it has brought is taken back when it starts. */
  retry(importId: number, reading: ImportReading): void
  /** Forgets an import that has brought nothing. */
  remove(importId: number): void
  /** Uploads that were kept because their imports left something to choose. */
  keptUploads(): string[]
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

const toStored = (row: ImportRow): StoredImport => {
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

/** The `imports` table. Only transitions are stored; progress in between lives in memory. */
export function openImportStore(db: Database, now: () => number = Date.now): ImportStore {
  const insert = db.prepare(
    `INSERT INTO imports (import_oid, name, state, counts, source, created_at)
     VALUES (?, ?, 'queued', ?, ?, ?)`,
  )
  const byOid = db.prepare('SELECT * FROM imports WHERE import_oid = ?')
  const open = db.prepare(
    `SELECT * FROM imports WHERE state IN ('queued', 'reading') ORDER BY import_id`,
  )
  const startStatement = db.prepare(`UPDATE imports SET state = 'reading' WHERE import_id = ?`)
  const endStatement = db.prepare(
    `UPDATE imports SET state = ?, format = ?, bytes_read = ?, bytes_total = ?, counts = ?,
       room_oids = ?, warnings = ?, error = ?,
       source = json_patch(source, json_object('choices', json(?))) WHERE import_id = ?`,
  )
  const retryStatement = db.prepare(
    `UPDATE imports SET state = 'queued', format = NULL, bytes_read = 0, bytes_total = NULL,
       counts = ?, warnings = '[]', error = NULL,
       source = json_set(json_remove(source, '$.choices'), '$.reading', json(?)) WHERE import_id = ?`,
  )
  const removeStatement = db.prepare('DELETE FROM imports WHERE import_id = ?')
  const kept = db.prepare(
    `SELECT source FROM imports WHERE state NOT IN ('queued', 'reading')
     AND source ->> '$.deleteAfter' AND source ->> '$.choices' IS NOT NULL`,
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
        JSON.stringify(result.choices ?? null),
        importId,
      )
    },
    retry(importId, reading) {
      retryStatement.run(JSON.stringify(emptyImportCounts()), JSON.stringify(reading), importId)
    },
    remove: (importId) => void removeStatement.run(importId),
    keptUploads: () =>
      (kept.all() as { source: string }[]).flatMap(
        ({ source }) => (JSON.parse(source) as ImportSourceRecord).paths,
      ),
  }
}
