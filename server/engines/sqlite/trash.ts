import { setTimeout as sleep } from 'node:timers/promises'
import { importLimits } from '../../contract/limits.ts'
import type { ThrownAway } from '../../contract/trash.ts'
import type { PurgeStep, Trash, TrashRequest } from '../../ports/trash.ts'
import { emptyLog, maxWriteBacks, type Database } from './database.ts'
import { reopenImport, undoRoom } from './import-undo.ts'
import { createAliasForgetter, createMergeTrash, createReportFollower } from './room-aliases.ts'
import { createAuthorForgetter, createCountForgetter } from './people-of-rooms.ts'
import { showImportAgain } from './import-restore.ts'
import { createReportTrash } from './trash-reports.ts'
import { writesOf } from './writes.ts'

/** What `trash.purging` says of an entry that is being removed for good. */
interface Entry {
  until: number
  purging: number
}

/** Milliseconds between two tries to write the log back. */
const writeBackPauseMs = 5

const idsOf = (rows: unknown, column: string): string[] =>
  (rows as Record<string, string>[]).map((row) => row[column] ?? '')

/**
 * Rooms that were thrown away stand in their table, unseen and under another id, so that a new one may come
 * under theirs. Reports are moved out of their tables, which many queries read. Of imports only the state says
 * it: what an import has brought that is not finished is seen nowhere.
 */
export function sqliteTrash(db: Database): Trash {
  const { write } = writesOf(db)
  const reports = createReportTrash(db)
  const insertEntry = db.prepare('INSERT INTO trash (trash_oid, until) VALUES (?, ?)')
  const selectEntry = db.prepare('SELECT until, purging FROM trash WHERE trash_oid = ?')
  const deleteEntry = db.prepare('DELETE FROM trash WHERE trash_oid = ?')
  const startPurge = db.prepare('UPDATE trash SET purging = 1 WHERE trash_oid = ?')
  const selectDue = db.prepare(
    'SELECT trash_oid AS trashOid FROM trash WHERE purging = 1 OR until <= ? ORDER BY until, trash_oid',
  )
  const selectNext = db.prepare(
    'SELECT min(until) AS until FROM trash WHERE purging = 0 AND until > ?',
  )
  const hideRoom = db.prepare(
    `UPDATE rooms SET visible = 0, trash_oid = ?1, trashed_as = room_oid, room_oid = 'trash.' || room_id
     WHERE room_oid = ?2 AND visible = 1 RETURNING room_id AS roomId`,
  )
  const selectRooms = db.prepare(
    'SELECT room_id AS roomId, trashed_as AS roomOid FROM rooms WHERE trash_oid = ?',
  )
  const isTaken = db.prepare('SELECT 1 FROM rooms WHERE room_oid = ?')
  const showRoom = db.prepare(
    `UPDATE rooms SET visible = 1, trash_oid = NULL, trashed_as = NULL, room_oid = ?1 WHERE room_id = ?2`,
  )
  const hideImport = db.prepare(
    `UPDATE imports SET state = 'trashed', trash_oid = ? WHERE import_oid = ? AND state = 'finished'
     RETURNING import_id AS importId`,
  )
  const selectImports = db.prepare(
    'SELECT import_id AS importId, import_oid AS importOid FROM imports WHERE trash_oid = ?',
  )
  const deleteMessages = db.prepare(
    `DELETE FROM messages WHERE (room_id, at, ord) IN
       (SELECT room_id, at, ord FROM messages WHERE room_id = ? LIMIT ${importLimits.rowsPerTransaction})`,
  )
  const deleteImport = db.prepare('DELETE FROM imports WHERE import_id = ?')
  const forgetRoom = createRoomForgetter(db)
  const follow = createReportFollower(db)
  const merges = createMergeTrash(db)

  const roomsOf = (trashOid: string) =>
    selectRooms.all(trashOid) as { roomId: number; roomOid: string }[]
  const importsOf = (trashOid: string) =>
    selectImports.all(trashOid) as { importId: number; importOid: string }[]

  function hide({ trashOid, until, ...what }: TrashRequest): ThrownAway & { importIds: number[] } {
    insertEntry.run(trashOid, until)
    const roomOids = what.roomOids.filter((oid) => hideRoom.get(trashOid, oid) !== undefined)
    const ofRooms = what.withReports ? roomOids.flatMap((oid) => reports.ofRoom(oid)) : []
    const reportOids = [...new Set([...what.reportOids, ...ofRooms])].filter((oid) =>
      reports.take(trashOid, oid),
    )
    const hidden = what.importOids.flatMap((importOid) => {
      const row = hideImport.get(trashOid, importOid) as { importId: number } | undefined
      return row === undefined ? [] : [{ importOid, importId: row.importId }]
    })
    return {
      roomOids,
      reportOids,
      importOids: hidden.map(({ importOid }) => importOid),
      importIds: hidden.map(({ importId }) => importId),
    }
  }

  function freeOid(wanted: string): string {
    let oid = wanted
    for (let n = 2; isTaken.get(oid) !== undefined; n++) oid = `${wanted.slice(0, 120)}~${n}`
    return oid
  }

  /** Null where nothing of it is there. */
  function hideAny(request: TrashRequest): ReturnType<typeof hide> | null {
    const thrown = hide(request)
    const { roomOids, reportOids, importOids } = thrown
    if (roomOids.length + reportOids.length + importOids.length > 0) return thrown
    deleteEntry.run(request.trashOid)
    return null
  }

  /** Removes a part of the messages of a room, or the room itself where none is left. */
  const purgeRoom = ({ roomId, roomOid }: { roomId: number; roomOid: string }): Promise<void> =>
    write(() => {
      if (Number(deleteMessages.run(roomId).changes) === 0) forgetRoom(roomId, roomOid)
    })

  async function purge(trashOid: string, removed: readonly string[]): Promise<PurgeStep> {
    const entry = selectEntry.get(trashOid) as Entry | undefined
    if (entry === undefined) return { blobs: [], isDone: true }
    if (entry.purging === 0) {
      // What a process that ended while it was hiding an import has left counted.
      for (const { importId } of importsOf(trashOid)) await reopenImport(db, importId)
      await write(() => startPurge.run(trashOid))
    }
    const blobs = reports.blobs(trashOid).filter((key) => !removed.includes(key))
    if (blobs.length > 0) return { blobs, isDone: false }
    if (await write(() => reports.purge(trashOid))) return { blobs: [], isDone: false }
    const [room] = roomsOf(trashOid)
    if (room !== undefined) {
      await purgeRoom(room)
      return { blobs: [], isDone: false }
    }
    const [first] = importsOf(trashOid)
    if (first !== undefined) {
      if (!(await undoRoom(db, first.importId))) {
        await write(() => deleteImport.run(first.importId))
      }
      return { blobs: [], isDone: false }
    }
    await write(() => {
      merges.settle(trashOid)
      deleteEntry.run(trashOid)
    })
    // What was deleted still stands in the log of the database until that is written back.
    for (let tries = 0; !emptyLog(db) && tries < maxWriteBacks; tries += 1) {
      await sleep(writeBackPauseMs)
    }
    return { blobs: [], isDone: true }
  }

  return {
    async throw(request) {
      const hidden = await write(() => hideAny(request))
      if (hidden === null) return null
      const { importIds, ...what } = hidden
      for (const importId of importIds) await reopenImport(db, importId)
      return what
    },
    async restore(trashOid, now) {
      const entry = selectEntry.get(trashOid) as Entry | undefined
      if (entry === undefined || entry.purging === 1 || entry.until <= now) return null
      const imports = importsOf(trashOid)
      // A process that ended in the middle may have hidden a part only.
      for (const { importId } of imports) await reopenImport(db, importId)
      const giveBack = () => {
        const merged = merges.undo(trashOid)
        const roomOids = roomsOf(trashOid).map(({ roomId, roomOid }) => {
          const oid = freeOid(roomOid)
          showRoom.run(oid, roomId)
          return oid
        })
        const reportOids = reports.giveBack(trashOid)
        for (const { importId } of imports) showImportAgain(db, importId)
        follow(roomOids)
        deleteEntry.run(trashOid)
        const importOids = imports.map(({ importOid }) => importOid)
        return { merged, restored: { roomOids, reportOids, importOids } }
      }
      const { merged, restored } = await write(giveBack)
      for (const importId of merged) await reopenImport(db, importId)
      return restored
    },
    due: async (now) => idsOf(selectDue.all(now), 'trashOid'),
    nextDue: async (now) => (selectNext.get(now) as { until: number | null }).until,
    purge: (trashOid, removed = []) => purge(trashOid, removed),
  }
}

/** Removes a room without messages, and what else says that it was there. Call it inside a transaction. */
function createRoomForgetter(db: Database): (roomId: number, roomOid: string) => void {
  const deletions = ['participants', 'import_rooms', 'rooms'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE room_id = ?`),
  )
  const selectAuthors = db.prepare(
    `SELECT source, author_key AS authorKey FROM rooms JOIN participants USING (room_id) WHERE room_id = ?`,
  )
  const forgetAuthors = createAuthorForgetter(db)
  const forgetCount = createCountForgetter(db)
  const forgetAliases = createAliasForgetter(db)
  const isBack = db.prepare('SELECT 1 FROM rooms WHERE room_oid = ?')
  // An import keeps examples of what it could not read.
  const strip = db.prepare(
    `UPDATE imports SET warnings = '[]', room_oids = (
       SELECT json_group_array(value) FROM json_each(room_oids) WHERE value <> ?1)
     WHERE state = 'finished' AND EXISTS (SELECT 1 FROM json_each(room_oids) WHERE value = ?1)
     RETURNING import_id AS importId, room_oids AS rooms, source ->> '$.choices' AS choices`,
  )
  // One that has brought nothing else is forgotten: its name is that of the room's file.
  const deleteImport = db.prepare('DELETE FROM imports WHERE import_id = ?')
  return (roomId, roomOid) => {
    const authors = selectAuthors.all(roomId) as { source: string; authorKey: string }[]
    for (const deletion of deletions) deletion.run(roomId)
    forgetCount(roomId)
    forgetAliases(roomId, roomOid)
    forgetAuthors(
      authors[0]?.source ?? '',
      authors.map(({ authorKey }) => authorKey),
    )
    if (isBack.get(roomOid) !== undefined) return
    const stripped = strip.all(roomOid) as {
      importId: number
      rooms: string
      choices: string | null
    }[]
    for (const { importId, rooms, choices } of stripped) {
      if (rooms === '[]' && choices === null) deleteImport.run(importId)
    }
  }
}
