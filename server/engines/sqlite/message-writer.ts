import { isInstant } from '../../contract/instant.ts'
import { importLimits } from '../../contract/limits.ts'
import { transaction, type Database } from './database.ts'
import { insertMessages, type NewMessage } from './message-rows.ts'
import { sortKey } from '../../contract/sort-key.ts'

export type { NewMessage } from './message-rows.ts'

export interface RoomDescription {
  /** `[A-Za-z0-9._~-]{1,128}`; the caller has checked it. */
  roomOid: string
  name: string
  source: string
  format: string
}

/** A room, and what this writer has committed to it since the handle was opened. */
export interface RoomHandle extends RoomDelta {
  readonly roomId: number
  readonly roomOid: string
}

export interface MessageWriter {
  /** Finds or makes the room. A room made by an import stays invisible until the import ends. */
  room(description: RoomDescription): RoomHandle
  /** Queues one message; writes when `rowsPerTransaction` are waiting. */
  add(room: RoomHandle, message: NewMessage): void
  /** Writes what is waiting, in one short transaction. Throws what SQLite throws; nothing is half written. */
  flush(): void
  /** Every room this writer has touched. */
  rooms(): readonly RoomHandle[]
}

interface WriterOptions {
  /** 0, the default, for live messages: counters follow at once. An import counts when it ends. */
  importId?: number
  /** Default `importLimits.rowsPerTransaction`. */
  rowsPerTransaction?: number
  now?: () => number
}

/** Author keys remembered per room, so that most rows cost no look-up. */
const KNOWN_AUTHORS = 20_000

interface OpenRoom extends RoomHandle {
  authors: Set<string>
  waiting: NewMessage[]
}

/**
 * Writes messages into rooms: the one road into the `messages` table, for imports and live rooms.
 *
 * Each flush is one transaction of a few milliseconds, because the main process and the import
 * worker share the database file and SQLite lets only one of them write at a time.
 */
export function openMessageWriter(db: Database, options: WriterOptions = {}): MessageWriter {
  const {
    importId = 0,
    rowsPerTransaction = importLimits.rowsPerTransaction,
    now = Date.now,
  } = options
  const live = importId === 0
  const insert = insertMessages(db)
  const findRoom = db.prepare('SELECT room_id, visible FROM rooms WHERE room_oid = ?')
  const makeRoom = db.prepare(
    `INSERT INTO rooms (room_oid, name, name_key, source, format, visible, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (room_oid) DO NOTHING`,
  )
  const showRoom = db.prepare('UPDATE rooms SET visible = 1 WHERE room_id = ? AND visible = 0')
  const noteRoom = db.prepare('INSERT OR IGNORE INTO import_rooms VALUES (?, ?)')
  const takeOrds = db.prepare(
    'UPDATE rooms SET next_ord = next_ord + ? WHERE room_id = ? RETURNING next_ord',
  )
  const addParticipant = db.prepare('INSERT OR IGNORE INTO participants VALUES (?, ?)')
  const count = countRoom(db)

  const rooms = new Map<string, OpenRoom>()
  /** Rooms with messages that wait, and how many of them there are. */
  let touched = new Set<OpenRoom>()
  let waitingCount = 0

  function room(description: RoomDescription): RoomHandle {
    const known = rooms.get(description.roomOid)
    if (known) return known
    const { roomOid, name, source, format } = description
    const roomId = transaction(db, () => {
      makeRoom.run(roomOid, name, sortKey(name), source, format, live ? 1 : 0, now())
      const row = findRoom.get(roomOid) as { room_id: number }
      if (live) showRoom.run(row.room_id)
      else noteRoom.run(importId, row.room_id)
      return row.room_id
    })
    const opened: OpenRoom = {
      roomId,
      roomOid,
      messages: 0,
      system: 0,
      duplicates: 0,
      participants: 0,
      firstAt: null,
      lastAt: null,
      authors: new Set(),
      waiting: [],
    }
    rooms.set(roomOid, opened)
    return opened
  }

  /** Runs inside the transaction; the handles hear of it only once it is committed. */
  function write(batch: ReadonlyMap<OpenRoom, NewMessage[]>): Map<OpenRoom, RoomDelta> {
    const deltas = new Map<OpenRoom, RoomDelta>()
    for (const [target, messages] of batch) {
      const row = takeOrds.get(messages.length, target.roomId) as { next_ord: number }
      const firstOrd = row.next_ord - messages.length
      const known = insert(messages, { roomId: target.roomId, firstOrd, importId })
      const delta = emptyDelta()
      delta.duplicates = known.length
      const isKnown = known.length > 0 ? new Set(known) : null
      messages.forEach((message, index) => {
        if (!isKnown?.has(index)) noteNew(target, delta, message)
      })
      if (live) count(target.roomId, delta)
      deltas.set(target, delta)
    }
    return deltas
  }

  function noteNew(target: OpenRoom, delta: RoomDelta, row: NewMessage): void {
    if (row.timeSource !== 'unknown') addTime(delta, row.at)
    if (row.kind === 'system') {
      delta.system++
      return
    }
    delta.messages++
    const authorKey = row.authorKey ?? row.author
    if (authorKey === '' || target.authors.has(authorKey)) return
    if (target.authors.size >= KNOWN_AUTHORS) target.authors.clear()
    target.authors.add(authorKey)
    if (Number(addParticipant.run(target.roomId, authorKey).changes) > 0) delta.participants++
  }

  function flush(): void {
    if (waitingCount === 0) return
    const batch = new Map<OpenRoom, NewMessage[]>()
    for (const target of touched) {
      batch.set(target, target.waiting)
      target.waiting = []
    }
    touched = new Set()
    waitingCount = 0
    try {
      for (const [target, delta] of transaction(db, () => write(batch))) addDelta(target, delta)
    } catch (error) {
      // Rolled back: the participants that were just remembered are not in the table.
      for (const target of batch.keys()) target.authors.clear()
      throw error
    }
  }

  return {
    room,
    add(handle, message) {
      const target = handle as OpenRoom
      if (target.waiting.length === 0) touched.add(target)
      // Sorted as what has no time at all; the readers have said so already, this is the last door.
      const isSayable = isInstant(message.at)
      target.waiting.push(isSayable ? message : { ...message, at: 0, timeSource: 'unknown' })
      if (++waitingCount >= rowsPerTransaction) flush()
    },
    flush,
    rooms: () => [...rooms.values()],
  }
}

interface RoomDelta {
  /** Rows that are new in the room. */
  messages: number
  system: number
  /** Rows whose key the room already had. */
  duplicates: number
  participants: number
  firstAt: number | null
  lastAt: number | null
}

const emptyDelta = (): RoomDelta => ({
  messages: 0,
  system: 0,
  duplicates: 0,
  participants: 0,
  firstAt: null,
  lastAt: null,
})

function addTime(delta: RoomDelta, at: number): void {
  if (delta.firstAt === null || at < delta.firstAt) delta.firstAt = at
  if (delta.lastAt === null || at > delta.lastAt) delta.lastAt = at
}

function addDelta(target: RoomDelta, delta: RoomDelta): void {
  target.messages += delta.messages
  target.system += delta.system
  target.duplicates += delta.duplicates
  target.participants += delta.participants
  if (delta.firstAt !== null) addTime(target, delta.firstAt)
  if (delta.lastAt !== null) addTime(target, delta.lastAt)
}

/** Adds to the counters of a room; call it inside a transaction. */
export function countRoom(db: Database): (roomId: number, delta: Readonly<RoomDelta>) => void {
  const statement = db.prepare(
    `UPDATE rooms SET
       message_count = message_count + ?, system_count = system_count + ?,
       participant_count = participant_count + ?,
       first_message_at = CASE WHEN ?4 IS NULL THEN first_message_at
         ELSE min(coalesce(first_message_at, ?4), ?4) END,
       last_message_at = CASE WHEN ?5 IS NULL THEN last_message_at
         ELSE max(coalesce(last_message_at, ?5), ?5) END
     WHERE room_id = ?6`,
  )
  return (roomId, delta) => {
    statement.run(
      delta.messages,
      delta.system,
      delta.participants,
      delta.firstAt,
      delta.lastAt,
      roomId,
    )
  }
}
