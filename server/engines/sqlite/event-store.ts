import { isDamage } from './damage.ts'
import { transaction, type Database } from './database.ts'
import { renew } from './mend.ts'

interface StoredEvent {
  seq: number
  room: string
  event: string
  data: string
  coalesceKey: string | null
}

/**
 * How far the sequence leaps whenever the log is opened. After a cut of power the last commits may
 * be gone while a reader has already seen their ids; without the leap those numbers would be given
 * out again, and that reader would skip what they now stand for.
 */
const leap = 1_000_000

/**
 * The event log of the live channel over the `events` table, in the shape that
 * `server/sse/event-log.ts` asks for (the store imports nothing of the channel).
 *
 * There is one writer, the process that holds the channel, so sequence, count and bytes are kept in
 * memory and the table is read once, here.
 */
export function createEventStore(db: Database) {
  const readEpoch = (): string => {
    const row = db.prepare(`SELECT value FROM meta WHERE key = 'epoch'`).get() as
      { value: string } | undefined
    if (!row) throw new Error('The database has no event epoch. Migrate it before using it.')
    return row.value
  }
  let epoch = readEpoch()

  const selectTotals = db.prepare(
    'SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes, min(seq) AS first, max(seq) AS last FROM events',
  )
  const readTotals = () =>
    selectTotals.get() as {
      count: number
      bytes: number
      first: number | null
      last: number | null
    }
  const totals = readTotals()
  let { count, bytes, first } = totals
  let last = totals.last === null ? 1 : totals.last + leap

  const insert = db.prepare(
    'INSERT INTO events (seq, room, event, data, coalesce_key, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const selectAfter = db.prepare(
    'SELECT seq, room, event, data, coalesce_key AS coalesceKey FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  const selectOldest = db.prepare('SELECT seq, bytes FROM events ORDER BY seq LIMIT ?')
  const deleteUpTo = db.prepare('DELETE FROM events WHERE seq <= ?')
  const selectFirst = db.prepare('SELECT min(seq) AS first FROM events')

  /**
   * A damaged log is made anew, under another epoch: whoever resumes begins with a snapshot. Not within
   * the caller's transaction, which fails and is tried again.
   */
  function healing<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!isDamage(error) || db.isTransaction || !renew(db, 'events')) throw error
      epoch = readEpoch()
      ;({ count, bytes, first } = readTotals())
      return work()
    }
  }

  return {
    get epoch() {
      return epoch
    },
    lastSeq: () => last,
    firstSeq: () => first ?? last + 1,

    append(events: readonly StoredEvent[]): void {
      let added = 0
      const write = () => {
        for (const event of events) {
          const size = Buffer.byteLength(event.data)
          added += size
          insert.run(event.seq, event.room, event.event, event.data, event.coalesceKey, size)
        }
      }
      // A caller that changes its own rows and announces it may do both in one transaction.
      if (db.isTransaction) write()
      else
        healing(() => {
          added = 0
          transaction(db, write)
        })
      count += events.length
      bytes += added
      first ??= events[0]?.seq ?? null
      last = events.at(-1)?.seq ?? last
    },

    reread(): void {
      ;({ count, bytes, first } = readTotals())
    },

    readAfter: (seq: number, limit: number): StoredEvent[] =>
      healing(() => selectAfter.all(seq, limit) as unknown as StoredEvent[]),

    trim(maxEvents: number, maxBytes: number): void {
      healing(() => trimTo(maxEvents, maxBytes))
    },
  }

  function trimTo(maxEvents: number, maxBytes: number): void {
    const pageSize = 1_000
    while (count > 1 && (count > maxEvents || bytes > maxBytes)) {
      const oldest = selectOldest.all(pageSize) as unknown as { seq: number; bytes: number }[]
      let upTo: number | null = null
      for (const row of oldest) {
        if (count <= 1 || (count <= maxEvents && bytes <= maxBytes)) break
        upTo = row.seq
        count--
        bytes -= row.bytes
      }
      if (upTo === null) break
      deleteUpTo.run(upTo)
    }
    first = (selectFirst.get() as { first: number | null }).first
  }
}
