import type { Announcement, EventLog, Heard, HeardEvent, NewEvent } from '../../ports/event-log.ts'
import { isDamage } from './damage.ts'
import type { Database } from './database.ts'
import { createEventRows, type EventRows } from './event-rows.ts'
import { renew } from './mend.ts'
import { writesOf } from './writes.ts'

/** The log, and what other ports of this engine need of it to append in their own transactions. */
export interface SqliteEventLog extends EventLog {
  /** Appends within the `write` that runs; followers hear of it after the commit. */
  appendWithin(events: readonly NewEvent[]): void
  rows: EventRows
}

const asHeard = (event: Announcement): HeardEvent => ({ ...event, seq: 0 })

/** Followers are told right after the commit, in the same turn of the event loop. */
export function sqliteEventLog(db: Database): SqliteEventLog {
  const rows = createEventRows(db)
  const listeners = new Set<(heard: Heard) => void>()
  /** Of the transaction that runs. */
  let heard: HeardEvent[] = []

  /** A damaged log is made anew, under another epoch: whoever resumes begins with a snapshot. */
  function repair(): boolean {
    if (!renew(db, 'events')) return false
    rows.reread()
    return true
  }
  function healing<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!isDamage(error) || !repair()) throw error
      return work()
    }
  }

  const { write, pass, tell } = writesOf(db)
  tell({
    committed() {
      if (heard.length === 0) return
      const told: Heard = { epoch: rows.head().epoch, events: heard }
      heard = []
      for (const listener of listeners) listener(told)
    },
    rolledBack() {
      heard = []
      rows.reread()
    },
    repair,
  })

  function appendWithin(events: readonly NewEvent[]): void {
    for (const event of rows.insert(events)) heard.push({ ...event, kind: 'logged' })
  }

  return {
    rows,
    appendWithin,
    head: async () => rows.head(),
    append: (events) => write(() => appendWithin(events)),
    announce: (events: readonly Announcement[]) =>
      pass(() => {
        heard.push(...events.map(asHeard))
      }),
    tellHere(events) {
      const told: Heard = { epoch: rows.head().epoch, events: events.map(asHeard) }
      for (const listener of listeners) listener(told)
    },
    readAfter: async (seq, limit, rooms) => healing(() => rows.readAfter(seq, limit, rooms)),
    trim: (maxEvents, maxBytes) => write(() => rows.trim(maxEvents, maxBytes)),
    async follow(listener) {
      listeners.add(listener)
      return { head: rows.head(), stop: () => void listeners.delete(listener) }
    },
  }
}
