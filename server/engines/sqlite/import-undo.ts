import { setImmediate as nextTurn } from 'node:timers/promises'
import { importLimits } from '../../contract/limits.ts'
import type { Database } from './database.ts'
import { countedPeople, createAuthorForgetter, createCountForgetter } from './people-of-rooms.ts'
import { writesOf } from './writes.ts'

interface OwnRows {
  messages: number
  system: number
}

/**
 * Rooms stop counting the messages of an import, and a room that nobody else has filled becomes invisible.
 * Room by room, each in one short transaction.
 */
export async function reopenImport(db: Database, importId: number): Promise<void> {
  const { write } = writesOf(db)
  const rooms = db
    .prepare(
      `SELECT rooms.room_id AS id FROM imports, json_each(imports.room_oids)
         JOIN rooms ON rooms.room_oid = json_each.value
       WHERE imports.import_id = ?1
         AND NOT EXISTS (SELECT 1 FROM import_rooms
           WHERE import_rooms.import_id = ?1 AND import_rooms.room_id = rooms.room_id)`,
    )
    .all(importId) as { id: number }[]
  const ownRows = db.prepare(
    `SELECT count(*) - coalesce(sum(is_system), 0) AS messages, coalesce(sum(is_system), 0) AS system
     FROM messages WHERE room_id = ? AND import_id = ?`,
  )
  const span = db.prepare(
    `SELECT min(at) AS first, max(at) AS last FROM messages
     WHERE room_id = ? AND import_id <> ? AND time_source <> 3 AND is_system = 0`,
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
  for (const { id } of rooms) {
    await write(() => {
      // It reads the whole room. Counted earlier it would miss what is written meanwhile.
      const own = ownRows.get(id, importId) as unknown as OwnRows
      const others = span.get(id, importId) as { first: number | null; last: number | null }
      uncount.run(own.messages, own.system, others.first, others.last, id)
      hide.run(id, importId)
      note.run(importId, id)
    })
    await nextTurn()
  }
}

/**
 * Takes back what an unfinished import has written to one room, in short transactions. The counters of the
 * room never counted it, so only rows go: messages, participants nobody else accounts for, and the room if
 * the import had made it. The room is forgotten last, so that a crash in the middle leaves it to be done.
 *
 * @returns whether there was such a room
 */
export async function undoRoom(db: Database, importId: number): Promise<boolean> {
  const row = db
    .prepare('SELECT room_id AS id FROM import_rooms WHERE import_id = ? LIMIT 1')
    .get(importId) as { id: number } | undefined
  if (row === undefined) return false
  await deleteMessages(db, importId, row.id)
  await deleteStrayParticipants(db, row.id)
  await writesOf(db).write(() => {
    createCountForgetter(db)(row.id)
    const made = db
      .prepare(
        `DELETE FROM rooms WHERE room_id = ?1 AND visible = 0 AND trash_oid IS NULL
         AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM import_rooms WHERE room_id = ?1 AND import_id <> ?2)`,
      )
      .run(row.id, importId)
    if (Number(made.changes) === 0) {
      db.prepare(`UPDATE rooms SET participant_count = ${countedPeople} WHERE room_id = ?`).run(
        row.id,
      )
    }
    db.prepare('DELETE FROM import_rooms WHERE import_id = ? AND room_id = ?').run(importId, row.id)
  })
  return true
}

async function deleteMessages(db: Database, importId: number, roomId: number): Promise<void> {
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
    await writesOf(db).write(() => rows.forEach((row) => remove.run(roomId, row.at, row.ord)))
    at = last.at
    ord = last.ord
    await nextTurn()
  }
}

async function deleteStrayParticipants(db: Database, roomId: number): Promise<void> {
  // One read of the room finds them; asking per participant would scan the room for each.
  const strays = db
    .prepare(
      `SELECT author_key AS authorKey FROM participants WHERE room_id = ?1
       EXCEPT SELECT coalesce(author_key, author) FROM messages WHERE room_id = ?1 AND is_system = 0`,
    )
    .all(roomId) as { authorKey: string }[]
  const remove = db.prepare('DELETE FROM participants WHERE room_id = ? AND author_key = ?')
  const { source } = db.prepare('SELECT source FROM rooms WHERE room_id = ?').get(roomId) as {
    source: string
  }
  const forget = createAuthorForgetter(db)
  for (let index = 0; index < strays.length; index += importLimits.rowsPerTransaction) {
    const slice = strays.slice(index, index + importLimits.rowsPerTransaction)
    await writesOf(db).write(() => {
      for (const { authorKey } of slice) remove.run(roomId, authorKey)
      forget(
        source,
        slice.map(({ authorKey }) => authorKey),
      )
    })
    await nextTurn()
  }
}
