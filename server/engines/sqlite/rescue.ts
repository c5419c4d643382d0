import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sortKey } from '../../contract/sort-key.ts'
import { connect, openDatabase, transaction, type Database } from './database.ts'
import { countedPeople } from './people-of-rooms.ts'
import { readableRows, type Row } from './rescue-rows.ts'

/** What could be read of a damaged database. */
export interface Rescued {
  /** Rows by table. */
  tables: Record<string, number>
  /** Messages that the rooms say they have; null where the rooms could not be read. */
  messagesExpected: number | null
}

/** How each table is stored. What makes itself again (events, participants, model answers) is left out. */
const keys: Readonly<Record<string, readonly string[]>> = {
  meta: ['key'],
  rooms: ['rowid'],
  imports: ['rowid'],
  import_rooms: ['import_id', 'room_id'],
  messages: ['room_id', 'at', 'ord'],
  reports: ['rowid'],
  checkpoints: ['report_oid', 'stage'],
  attempts: ['report_oid', 'attempt'],
  report_log: ['rowid'],
  idempotency_keys: ['key'],
  room_aliases: ['alias_oid'],
  people: ['source', 'author_key'],
  people_apart: ['one_oid', 'other_oid'],
  connections: ['connection_oid'],
  connection_rooms: ['connection_oid', 'remote_id'],
  room_groups: ['rowid'],
  room_choices: ['room_oid'],
  // A room that only some may see must not be open to all afterwards.
  room_limits: ['kind', 'oid'],
  people_groups: ['member_oid'],
  schedules: ['rowid'],
  schedule_runs: ['rowid'],
}

const rowsPerTransaction = 5_000

/**
 * Writes what can be read of a damaged database into a new one. The old file is only copied, never opened.
 *
 * @param source `rapporteur.db`; what stands in its `-wal` is read too
 * @param target the new file, which must not be there
 * @throws what SQLite throws where not even the beginning of the file can be read; then there is no target
 */
export function rescueDatabase(source: string, target: string): Rescued {
  const scratch = `${target}.reading`
  const unfinished = `${target}.part`
  rmSync(scratch, { recursive: true, force: true })
  rmSync(unfinished, { force: true })
  mkdirSync(scratch)
  try {
    const copy = join(scratch, 'damaged.db')
    copyFileSync(source, copy)
    if (existsSync(`${source}-wal`)) copyFileSync(`${source}-wal`, `${copy}-wal`)
    const rescued = between(copy, unfinished)
    renameSync(unfinished, target)
    return rescued
  } finally {
    rmSync(scratch, { recursive: true, force: true })
    for (const end of ['', '-wal', '-shm']) rmSync(`${unfinished}${end}`, { force: true })
  }
}

function between(copy: string, unfinished: string): Rescued {
  const from = connect(copy)
  const to = openDatabase(unfinished, { migrate: true })
  try {
    to.exec('PRAGMA foreign_keys = OFF')
    const tables: Record<string, number> = {}
    let messagesExpected: number | null = null
    for (const [table, key] of Object.entries(keys)) {
      tables[table] = copyRows(from, to, table, key)
      if (table === 'rooms' && tables[table] > 0) messagesExpected = countedMessages(to)
    }
    restoreWhatFollows(to)
    to.exec('PRAGMA journal_mode = DELETE')
    return { tables, messagesExpected }
  } finally {
    to.close()
    from.close()
  }
}

function columnsOf(db: Database, table: string): string[] {
  const rows = db.prepare(`PRAGMA table_info(${table})`).all() as unknown as { name: string }[]
  return rows.map(({ name }) => name)
}

function copyRows(from: Database, to: Database, table: string, key: readonly string[]): number {
  // Reads the schema: a file whose beginning is damaged fails here, and with it the rescue.
  const known = new Set(columnsOf(from, table))
  const columns = columnsOf(to, table).filter((name) => known.has(name))
  if (columns.length === 0) return 0
  const insert = to.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  let count = 0
  let waiting: Row[] = []
  const write = (): void => {
    transaction(to, () => {
      for (const row of waiting) {
        try {
          count += Number(insert.run(...columns.map((name) => row[name] ?? null)).changes)
        } catch {
          // A row whose values do not fit its columns is damaged too.
        }
      }
    })
    waiting = []
  }
  const ranges = table === 'messages' ? rangesOfRooms(to) : undefined
  for (const row of readableRows(from, table, key, ranges)) {
    // The new log has an epoch of its own.
    if (table === 'meta' && row['key'] === 'epoch') continue
    if (waiting.push(row) >= rowsPerTransaction) write()
  }
  write()
  return count
}

/** Room by room, so that damage in one costs the others nothing; at last whatever is in no known room. */
function rangesOfRooms(db: Database) {
  const rooms = db
    .prepare('SELECT room_id, first_message_at FROM rooms ORDER BY room_id')
    .all() as {
    room_id: number
    first_message_at: number | null
  }[]
  const [low, high] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  const known = rooms.flatMap(({ room_id: room, first_message_at: first }) => {
    const begin = [room, (first ?? 0) - 1, high]
    return [
      { after: [room, low, low], before: begin },
      { after: begin, before: [room, high, high] },
    ]
  })
  return [...known, { after: null, before: null }]
}

const countedMessages = (db: Database): number =>
  (db.prepare('SELECT total(message_count + system_count) AS n FROM rooms').get() as { n: number })
    .n

/** Rooms of messages that have lost theirs, people, and the counts that rooms keep. */
function restoreWhatFollows(db: Database): void {
  transaction(db, () => {
    const orphans = db
      .prepare(
        `SELECT DISTINCT room_id FROM messages WHERE room_id NOT IN (SELECT room_id FROM rooms)`,
      )
      .all() as { room_id: number }[]
    const addRoom = db.prepare(
      `INSERT INTO rooms (room_id, room_oid, name, name_key, source, format, created_at)
       VALUES (?, ?, ?, ?, 'rescued', 'rescued', ?)`,
    )
    for (const { room_id: room } of orphans) {
      const name = `Rescued room ${room}`
      addRoom.run(room, `rescued-${room}`, name, sortKey(name), Date.now())
    }
    db.exec(`
      INSERT OR IGNORE INTO participants
        SELECT DISTINCT room_id, coalesce(author_key, author) FROM messages
        WHERE is_system = 0 AND coalesce(author_key, author) <> '';
      UPDATE rooms SET
        message_count = (SELECT count(*) FROM messages m WHERE m.room_id = rooms.room_id AND is_system = 0),
        system_count = (SELECT count(*) FROM messages m WHERE m.room_id = rooms.room_id AND is_system = 1),
        participant_count = ${countedPeople},
        first_message_at = (SELECT min(at) FROM messages m
          WHERE m.room_id = rooms.room_id AND time_source <> 3 AND is_system = 0),
        last_message_at = (SELECT max(at) FROM messages m
          WHERE m.room_id = rooms.room_id AND time_source <> 3 AND is_system = 0),
        next_ord = max(next_ord, 1 + coalesce(
          (SELECT max(ord) FROM messages m WHERE m.room_id = rooms.room_id), 0));`)
  })
}
