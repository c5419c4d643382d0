import type { RevisedMessage, Revision, RevisionOutcome } from '../../ports/revisions.ts'
import { noTotals, type RoomTotals } from '../../ports/rooms.ts'
import { addToTotals } from '../shared/message-rows.ts'
import { arrivalCodes, keysOf, planRevision, type KnownRow } from '../shared/revisions.ts'
import { createRoomMark } from './connections.ts'
import type { Database } from './database.ts'
import { countRoom } from './message-append.ts'
import {
  fromKeys,
  insertedColumns,
  pushParameters,
  ROWS_PER_STATEMENT,
  type Parameter,
  type RowTarget,
} from './message-rows.ts'
import { createParticipants } from './people-of-rooms.ts'

type FoundRow = Omit<KnownRow, 'isSystem'> & { isSystem: number }

/** Messages that a source tells anew, and what a connection has read. Call it inside a transaction. */
export function openRevise(db: Database): (revision: Revision) => RevisionOutcome {
  const selectRoom = db.prepare(
    'SELECT room_id AS roomId FROM rooms WHERE room_oid = ? AND visible = 1',
  )
  const isWritten = db.prepare('SELECT 1 FROM import_rooms WHERE room_id = ? LIMIT 1')
  const selectKnown = db.prepare(
    `SELECT key, at, ord, import_id AS importId, coalesce(author_key, author) AS authorKey, is_system AS isSystem, edited_at AS editedAt,
       deleted_at AS deletedAt, reply_to AS replyTo, CASE WHEN reply_to IS NULL THEN text END AS opening, attachments
     ${fromKeys}`,
  )
  const takeOrds = db.prepare(
    'UPDATE rooms SET next_ord = next_ord + ? WHERE room_id = ? RETURNING next_ord AS nextOrd',
  )
  const insert = createInsert(db)
  const change = db.prepare(
    `UPDATE messages SET text = ?, attachments = ?, is_system = ?, edited_at = ?, deleted_at = ?, reply_to = ?,
       changed_at = coalesce(?, changed_at)
     WHERE room_id = ? AND at = ? AND ord = ?`,
  )
  const claim = db.prepare(
    'UPDATE messages SET import_id = 0 WHERE room_id = ? AND at = ? AND ord = ?',
  )
  const move = db.prepare(
    'UPDATE messages SET at = ?, time_source = 0 WHERE room_id = ? AND at = ? AND ord = ?',
  )
  const timeOfEnd = (order: 'ASC' | 'DESC'): string =>
    `(SELECT at FROM messages WHERE room_id = ?1 AND is_system = 0 AND time_source <> 3 ORDER BY at ${order} LIMIT 1)`
  const span = db.prepare(
    `UPDATE rooms SET first_message_at = ${timeOfEnd('ASC')}, last_message_at = ${timeOfEnd('DESC')} WHERE room_id = ?1`,
  )
  const noteWords = db.prepare('INSERT OR IGNORE INTO search_revised VALUES (?, ?, ?)')
  const silence = db.prepare(
    `UPDATE rooms SET message_count = message_count - ?1, system_count = system_count + ?1
     WHERE room_id = ?2`,
  )
  const count = countRoom(db)
  const join = createParticipants(db)
  const mark = createRoomMark(db)

  function revise(revision: Revision): RevisionOutcome {
    const room = selectRoom.get(revision.roomOid) as { roomId: number } | undefined
    if (room === undefined) return { state: 'missing' }
    const { roomId } = room
    if (isWritten.get(roomId) !== undefined) return { state: 'busy' }
    if (revision.mark !== undefined && !mark(revision.mark)) return { state: 'missing' }
    const found = selectKnown.all(roomId, JSON.stringify(keysOf(revision))) as unknown as FoundRow[]
    const known = found.map((row) => ({ ...row, isSystem: row.isSystem === 1 }))
    const plan = planRevision(revision, known, Date.now())
    const totals: RoomTotals = { ...noTotals(revision.roomOid), duplicates: plan.duplicates }
    const { nextOrd } = takeOrds.get(plan.added.length, roomId) as { nextOrd: number }
    const arrival = arrivalCodes[revision.arrival]
    const target = { roomId, firstOrd: nextOrd - plan.added.length, importId: 0 }
    insert(plan.added, target, arrival)
    totals.participants = join(roomId, addToTotals(totals, plan.added))
    for (const row of plan.changed) {
      const { text, attachments, isSystem, editedAt, deletedAt, replyTo, changedAt, at, ord } = row
      const state = [text, attachments, isSystem ? 1 : 0, editedAt, deletedAt, replyTo, changedAt]
      change.run(...state, roomId, at, ord)
      noteWords.run(roomId, at, ord)
    }
    for (const { at, ord } of plan.claimed) claim.run(roomId, at, ord)
    for (const { row, at } of plan.moved) {
      move.run(at, roomId, row.at, row.ord)
      for (const place of [row.at, at]) noteWords.run(roomId, place, row.ord)
    }
    count(roomId, totals)
    if (plan.moved.length > 0) span.run(roomId)
    if (plan.silenced > 0) silence.run(plan.silenced, roomId)
    const { edited, deleted, moved, placed } = plan
    return { state: 'kept', totals, edited, deleted, moved: moved.length + placed }
  }

  return revise
}

/** Inserts messages that the room does not have, with consecutive order numbers. */
function createInsert(
  db: Database,
): (messages: readonly RevisedMessage[], target: RowTarget, arrival: number) => void {
  const row = `(${insertedColumns.replaceAll(/[a-z_]+/g, '?')}, ?, ?, ?)`
  const inserting = (rows: number) =>
    db.prepare(
      `INSERT INTO messages (${insertedColumns}, arrival, edited_at, deleted_at)
       VALUES ${Array(rows).fill(row).join(', ')}`,
    )
  const many = inserting(ROWS_PER_STATEMENT)
  const one = inserting(1)
  return (messages, target, arrival) => {
    for (let index = 0; index < messages.length;) {
      const isRun = index + ROWS_PER_STATEMENT <= messages.length
      const end = isRun ? index + ROWS_PER_STATEMENT : index + 1
      const parameters: Parameter[] = []
      for (; index < end; index++) {
        const message = messages[index]
        if (message === undefined) break
        pushParameters(parameters, message, target, target.firstOrd + index)
        parameters.push(arrival, message.editedAt ?? null, message.deletedAt ?? null)
      }
      ;(isRun ? many : one).run(...parameters)
    }
  }
}
