import { emptyImportCounts } from '../../contract/imports.ts'
import type { ImportResult, Imports, ImportSourceRecord } from '../../ports/imports.ts'
import type { RoomTotals } from '../../ports/rooms.ts'
import { toStoredImport, type ImportRow } from '../shared/import-rows.ts'
import type { Database } from './database.ts'
import { reopenImport, undoRoom } from './import-undo.ts'
import { countRoom } from './message-append.ts'
import { onUse } from '../shared/on-use.ts'
import { countedPeople } from './people-of-rooms.ts'
import { writesOf } from './writes.ts'

/**
 * The imports in the tables `imports` and `import_rooms`. One process works in a data folder, so that all
 * imports in it are this one's.
 */
export function sqliteImports(db: Database): Imports {
  const { write } = writesOf(db)
  const insert = db.prepare(
    `INSERT INTO imports (import_oid, name, state, counts, source, created_at)
     VALUES (?, ?, 'queued', ?, ?, ?) RETURNING *`,
  )
  const byOid = db.prepare(`SELECT * FROM imports WHERE import_oid = ? AND trash_oid IS NULL`)
  const open = db.prepare(
    `SELECT * FROM imports WHERE state IN ('queued', 'reading') ORDER BY import_id`,
  )
  const start = db.prepare(`UPDATE imports SET state = 'reading' WHERE import_id = ?`)
  const retry = db.prepare(
    `UPDATE imports SET state = 'queued', format = NULL, bytes_read = 0, bytes_total = NULL,
       counts = ?, warnings = '[]', error = NULL,
       source = json_set(json_remove(source, '$.choices'), '$.reading', json(?))
     WHERE import_oid = ? AND state NOT IN ('queued', 'reading', 'trashed') RETURNING *`,
  )
  const remove = db.prepare(
    `DELETE FROM imports WHERE import_oid = ? AND state IN ('failed', 'cancelled') RETURNING source`,
  )
  const kept = db.prepare(
    `SELECT source ->> '$.upload' AS upload FROM imports WHERE state NOT IN ('queued', 'reading')
     AND source ->> '$.upload' IS NOT NULL AND source ->> '$.choices' IS NOT NULL`,
  )
  const end = onUse(() => endWriter(db))
  const show = onUse(() => roomShower(db))

  return {
    async create({ importOid, name, source }) {
      const counts = JSON.stringify(emptyImportCounts())
      const given = [importOid, name, counts, JSON.stringify(source), Date.now()]
      const row = await write(() => insert.get(...given))
      return toStoredImport(row as unknown as ImportRow)
    },
    async get(importOid) {
      const row = byOid.get(importOid) as ImportRow | undefined
      return row === undefined ? null : toStoredImport(row)
    },
    unfinished: async () => (open.all() as unknown as ImportRow[]).map(toStoredImport),
    // Nobody else is there who could hold one, or be asked.
    takeOver: async () => [],
    cancel: async () => 'refused',
    followCancels: async () => () => undefined,
    uploadsInUse: async () =>
      (open.all() as unknown as ImportRow[])
        .map(toStoredImport)
        .flatMap(({ source }) => source.upload ?? []),
    async start(importId) {
      await write(() => start.run(importId))
    },
    end: (importId, result) => write(() => end()(importId, result)),
    finish: (importId, rooms, result) =>
      write(() => {
        show()(importId, rooms)
        end()(importId, result)
      }),
    async retry(importOid, reading) {
      const counts = JSON.stringify(emptyImportCounts())
      const given = [counts, JSON.stringify(reading), importOid]
      const row = await write(() => retry.get(...given))
      return row === undefined ? null : toStoredImport(row as unknown as ImportRow)
    },
    async remove(importOid) {
      const row = (await write(() => remove.get(importOid))) as { source: string } | undefined
      return row === undefined ? null : (JSON.parse(row.source) as ImportSourceRecord)
    },
    reopen: (importId) => reopenImport(db, importId),
    undo: (importId) => undoRoom(db, importId),
    keptUploads: async () => (kept.all() as { upload: string }[]).map(({ upload }) => upload),
  }
}

function endWriter(db: Database): (importId: number, result: ImportResult) => void {
  const statement = db.prepare(
    `UPDATE imports SET state = ?, format = ?, bytes_read = ?, bytes_total = ?, counts = ?,
       room_oids = ?, warnings = ?, error = ?,
       source = json_patch(source, json_object('choices', json(?))) WHERE import_id = ?`,
  )
  return (importId, result) =>
    void statement.run(
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
}

/** Counts what an import has brought to its rooms and shows them; call it inside a transaction. */
export function roomShower(db: Database): (importId: number, rooms: readonly RoomTotals[]) => void {
  const count = countRoom(db)
  const show = db.prepare(
    'UPDATE rooms SET visible = 1 WHERE room_oid = ? RETURNING room_id AS roomId',
  )
  const forget = db.prepare('DELETE FROM import_rooms WHERE import_id = ?')
  // Authors may have become one person while they came in.
  const isAnythingSaid = db.prepare('SELECT 1 FROM people LIMIT 1')
  const recount = db.prepare(
    `UPDATE rooms SET participant_count = ${countedPeople} WHERE room_id = ?`,
  )
  return (importId, rooms) => {
    const isRecounted = isAnythingSaid.get() !== undefined
    for (const room of rooms) {
      const row = show.get(room.roomOid) as { roomId: number } | undefined
      if (row === undefined) continue
      count(row.roomId, room)
      if (isRecounted) recount.run(row.roomId)
    }
    forget.run(importId)
  }
}
