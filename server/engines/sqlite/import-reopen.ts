import { transaction, type Database } from './database.ts'

interface OwnRows {
  messages: number
  system: number
}

/**
 * Makes a finished import an unfinished one again, so that `undoImport` can take it back: its rooms
 * stop counting its messages, and a room that nobody else has filled becomes invisible. Room by room,
 * each in one short transaction; safe to run again after a crash in the middle.
 *
 * @param roomOids rooms the import has written to
 */
export function reopenImport(db: Database, importId: number, roomOids: readonly string[]): void {
  const findRoom = db.prepare('SELECT room_id AS id FROM rooms WHERE room_oid = ?')
  const isOpen = db.prepare('SELECT 1 FROM import_rooms WHERE import_id = ? AND room_id = ?')
  const ownRows = db.prepare(
    `SELECT count(*) - coalesce(sum(is_system), 0) AS messages, coalesce(sum(is_system), 0) AS system
     FROM messages WHERE room_id = ? AND import_id = ?`,
  )
  const span = db.prepare(
    `SELECT min(at) AS first, max(at) AS last FROM messages
     WHERE room_id = ? AND import_id <> ? AND time_source <> 3`,
  )
  const uncount = db.prepare(
    `UPDATE rooms SET message_count = message_count - ?, system_count = system_count - ?,
       first_message_at = ?, last_message_at = ? WHERE room_id = ?`,
  )
  const hide = db.prepare(
    `UPDATE rooms SET visible = 0 WHERE room_id = ?1 AND source <> 'live'
     AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = ?1 AND import_id <> ?2)
     AND NOT EXISTS (SELECT 1 FROM imports, json_each(imports.room_oids)
       WHERE imports.import_id <> ?2 AND imports.state = 'finished' AND json_each.value = room_oid)`,
  )
  const note = db.prepare('INSERT OR IGNORE INTO import_rooms VALUES (?, ?)')
  for (const roomOid of roomOids) {
    const room = findRoom.get(roomOid) as { id: number } | undefined
    if (!room || isOpen.get(importId, room.id)) continue
    // Counted before the transaction, because that reads the whole room and rows of an import stay.
    const own = ownRows.get(room.id, importId) as unknown as OwnRows
    const others = span.get(room.id, importId) as { first: number | null; last: number | null }
    transaction(db, () => {
      uncount.run(own.messages, own.system, others.first, others.last, room.id)
      hide.run(room.id, importId)
      note.run(importId, room.id)
    })
  }
}
