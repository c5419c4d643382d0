import type { LoggedEvent, LogHead, LogPage, NewEvent } from '../../ports/event-log.ts'
import type { Database } from './database.ts'

/**
 * How far the sequence leaps whenever the log is opened. After a cut of power the last commits may
 * be gone while a reader has already seen their ids; without the leap those numbers would be given
 * out again, and that reader would skip what they now stand for.
 */
const leap = 1_000_000

/** The `events` table. There is one writer, the thread that opened the engine first. */
export interface EventRows {
  head(): LogHead
  /** Appends within the caller's transaction; those whose key is known are left out. */
  insert(events: readonly NewEvent[]): LoggedEvent[]
  hasKey(key: string): boolean
  readAfter(seq: number, limit: number, rooms?: readonly string[]): LogPage | null
  /** Within the caller's transaction. */
  trim(maxEvents: number, maxBytes: number): void
  /** Looks at what is kept anew: a transaction was rolled back, or the table is another. Sequences stay used. */
  reread(): void
}

/** Sequence, count and bytes are kept in memory, and the table is read once, here. */
export function createEventRows(db: Database): EventRows {
  const selectEpoch = db.prepare(`SELECT value FROM meta WHERE key = 'epoch'`)
  const readEpoch = (): string => {
    const row = selectEpoch.get() as { value: string } | undefined
    if (!row) throw new Error('The database has no event epoch. Migrate it before using it.')
    return row.value
  }
  const selectTotals = db.prepare(
    `SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes, min(seq) AS first,
       max(coalesce(max(seq), 1), coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'last-seq'), 1)) AS last
     FROM events`,
  )
  const readTotals = () =>
    selectTotals.get() as {
      count: number
      bytes: number
      first: number | null
      last: number
    }
  const insertRow = db.prepare(
    `INSERT INTO events (seq, room, event, data, coalesce_key, bytes, key) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING`,
  )
  const selectKey = db.prepare('SELECT 1 FROM events WHERE key = ?')
  const columns = 'seq, room, event, data, coalesce_key AS coalesceKey'
  const selectAfter = db.prepare(`SELECT ${columns} FROM events WHERE seq > ? ORDER BY seq LIMIT ?`)
  const selectOfRooms = db.prepare(
    `SELECT ${columns} FROM events WHERE seq > ? AND room IN (SELECT value FROM json_each(?))
     ORDER BY seq LIMIT ?`,
  )
  const selectOldest = db.prepare('SELECT seq, bytes FROM events ORDER BY seq LIMIT ?')
  const deleteUpTo = db.prepare('DELETE FROM events WHERE seq <= ?')
  const selectFirst = db.prepare('SELECT min(seq) AS first FROM events')

  /** Read when it is first needed: most threads that open the engine never look at the log. */
  let state: { epoch: string; count: number; bytes: number; first: number; last: number } | null =
    null
  /** The highest sequence that this thread has given out. */
  let used: number | null = null
  function now() {
    if (state !== null) return state
    const { first, last, ...totals } = readTotals()
    used ??= last === 1 ? 1 : last + leap
    return (state = { ...totals, epoch: readEpoch(), first: first ?? used + 1, last: used })
  }

  return {
    head() {
      const { epoch, first, last } = now()
      return { epoch, first, last }
    },
    insert(events) {
      const log = now()
      const appended: LoggedEvent[] = []
      for (const { room, event, data, coalesceKey, key = null } of events) {
        const size = Buffer.byteLength(data)
        const seq = log.last + 1
        const { changes } = insertRow.run(seq, room, event, data, coalesceKey, size, key)
        if (Number(changes) === 0) continue
        if (log.count === 0) log.first = seq
        log.last = seq
        log.count++
        log.bytes += size
        appended.push({ seq, room, event, data, coalesceKey })
      }
      return appended
    },
    hasKey: (key) => selectKey.get(key) !== undefined,
    readAfter(seq, limit, rooms) {
      const { first, last } = now()
      if (seq < first - 1) return null
      const rows =
        rooms === undefined
          ? selectAfter.all(seq, limit)
          : selectOfRooms.all(seq, JSON.stringify(rooms), limit)
      const events = rows as unknown as LoggedEvent[]
      const end = events.at(-1)
      const upTo = end !== undefined && events.length === limit ? end.seq : Math.max(last, seq)
      return { events, upTo }
    },
    trim(maxEvents, maxBytes) {
      const log = now()
      const pageSize = 1_000
      while (log.count > 1 && (log.count > maxEvents || log.bytes > maxBytes)) {
        const oldest = selectOldest.all(pageSize) as unknown as { seq: number; bytes: number }[]
        let upTo: number | null = null
        for (const row of oldest) {
          if (log.count <= 1 || (log.count <= maxEvents && log.bytes <= maxBytes)) break
          upTo = row.seq
          log.count--
          log.bytes -= row.bytes
        }
        if (upTo === null) break
        deleteUpTo.run(upTo)
      }
      log.first = (selectFirst.get() as { first: number | null }).first ?? log.last + 1
    },
    reread() {
      used = state?.last ?? used
      state = null
    },
  }
}
