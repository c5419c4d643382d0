import { importLimits } from '../../contract/limits.ts'
import { transaction, type Database } from './database.ts'
import type { ImportResult, ImportStore } from './import-store.ts'
import { countRoom, type RoomHandle } from './message-writer.ts'

/**
 * Makes what an import has brought visible: counters, rooms and the state of the import change in
 * one transaction, so a crash leaves either an unfinished import (to be undone) or a finished one.
 */
export function finishImport(
  db: Database,
  store: ImportStore,
  importId: number,
  rooms: readonly RoomHandle[],
  result: ImportResult,
): void {
  const count = countRoom(db)
  const show = db.prepare('UPDATE rooms SET visible = 1 WHERE room_id = ? AND visible = 0')
  const forget = db.prepare('DELETE FROM import_rooms WHERE import_id = ?')
  transaction(db, () => {
    for (const room of rooms) {
      count(room.roomId, room)
      show.run(room.roomId)
    }
    forget.run(importId)
    store.end(importId, result)
  })
}

/**
 * Takes back what an unfinished import has brought, in short transactions. The room counters never
 * counted it, so only rows go: messages, participants nobody else accounts for, and rooms that the
 * import had made. Safe to run again after a crash in the middle.
 *
 * @param pause awaited between transactions, so that other writers get their turn
 */
export async function undoImport(
  db: Database,
  importId: number,
  pause: () => Promise<void> = async () => {},
): Promise<void> {
  const touched = db
    .prepare(
      `SELECT rooms.room_id AS id, visible FROM import_rooms JOIN rooms USING (room_id)
       WHERE import_id = ?`,
    )
    .all(importId) as { id: number; visible: number }[]
  const forget = db.prepare('DELETE FROM import_rooms WHERE import_id = ? AND room_id = ?')
  for (const room of touched) {
    await deleteMessages(db, importId, room.id, pause)
    await deleteStrayParticipants(db, room.id, pause)
    transaction(db, () => {
      const made = db
        .prepare(
          `DELETE FROM rooms WHERE room_id = ?1 AND visible = 0
           AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM import_rooms WHERE room_id = ?1 AND import_id <> ?2)`,
        )
        .run(room.id, importId)
      if (Number(made.changes) === 0) {
        db.prepare(
          `UPDATE rooms SET participant_count =
             (SELECT count(*) FROM participants WHERE room_id = ?1) WHERE room_id = ?1`,
        ).run(room.id)
      }
      forget.run(importId, room.id)
    })
    await pause()
  }
}

async function deleteMessages(
  db: Database,
  importId: number,
  roomId: number,
  pause: () => Promise<void>,
): Promise<void> {
  const slice = db.prepare(
    `SELECT at, ord FROM messages WHERE room_id = ? AND (at, ord) > (?, ?) AND import_id = ?
     ORDER BY at, ord LIMIT ${importLimits.rowsPerTransaction}`,
  )
  const remove = db.prepare('DELETE FROM messages WHERE room_id = ? AND at = ? AND ord = ?')
  let at = Number.MIN_SAFE_INTEGER
  let ord = 0
  for (;;) {
    const rows = slice.all(roomId, at, ord, importId) as { at: number; ord: number }[]
    const last = rows.at(-1)
    if (!last) return
    transaction(db, () => rows.forEach((row) => remove.run(roomId, row.at, row.ord)))
    at = last.at
    ord = last.ord
    await pause()
  }
}

async function deleteStrayParticipants(
  db: Database,
  roomId: number,
  pause: () => Promise<void>,
): Promise<void> {
  // One read of the room finds them; asking per participant would scan the room for each.
  const strays = db
    .prepare(
      `SELECT author_key AS authorKey FROM participants WHERE room_id = ?1
       EXCEPT SELECT coalesce(author_key, author) FROM messages WHERE room_id = ?1 AND is_system = 0`,
    )
    .all(roomId) as { authorKey: string }[]
  const remove = db.prepare('DELETE FROM participants WHERE room_id = ? AND author_key = ?')
  for (let index = 0; index < strays.length; index += importLimits.rowsPerTransaction) {
    const slice = strays.slice(index, index + importLimits.rowsPerTransaction)
    transaction(db, () => slice.forEach((row) => remove.run(roomId, row.authorKey)))
    await pause()
  }
}
