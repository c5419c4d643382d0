import type { EventKind, Heard, HeardEvent, LogHead } from '../../ports/event-log.ts'
import type { Appended } from './events-sql.ts'
import type { Pool } from './pool.ts'
import { wakeUp, type WakeUp } from './wake-up.ts'

/** What nodes tell one another beside the events; no reader of the log hears it. */
export interface NodeNews {
  topic: string
  data: string
}

/** Anything that has a place in the sequence. */
export type Told = HeardEvent | ({ kind: 'node'; seq: number } & NodeNews)

interface Row {
  epoch: string
  last: number
  /** Null where nothing follows. */
  seq: number | null
  kind: EventKind | 'node'
  room: string
  event: string
  data: string
  coalesce_key: string | null
}

/** Rows read in one go. */
const pageSize = 1_000

const toldOf = ({ seq, kind, room, event, data, coalesce_key: coalesceKey }: Row): Told =>
  kind === 'node'
    ? { kind, seq: seq ?? 0, topic: event, data }
    : { kind, seq: kind === 'logged' ? (seq ?? 0) : 0, room, event, data, coalesceKey }

/** Tells listeners of this node what any node has committed, each once and in order. */
export interface LogFollower {
  follow(listener: (heard: Heard) => void): Promise<{ head: LogHead; stop(): void }>
  followNodes(topic: string, listener: (data: string) => void): Promise<() => void>
  /** What a statement of this node has just committed. */
  committed(appended: Appended | null, told: (appended: Appended) => readonly Told[]): Promise<void>
  /** Says something here that could not be written. */
  tellHere(events: readonly HeardEvent[]): void
  /** Listens over another connection. */
  renew(): void
  close(): Promise<void>
}

export function createLogFollower(options: {
  pool: Pool
  url: string
  head(): Promise<LogHead>
  /** Told of what is tried again by itself. */
  onError(error: Error): void
}): LogFollower {
  const { pool, url, onError } = options
  const listeners = new Set<(heard: Heard) => void>()
  const nodeListeners = new Set<{ topic: string; listener: (data: string) => void }>()
  /** The last sequence that listeners have heard; null while there are none. */
  let cursor: number | null = null
  let epoch = ''
  let waking: Promise<WakeUp> | null = null
  let reading: Promise<void> | null = null
  /** Asked to read while it was reading. */
  let readAgain = false

  function tell(told: readonly Told[]): void {
    const events: HeardEvent[] = []
    for (const each of told) {
      if (each.kind !== 'node') events.push(each)
      else {
        for (const { topic, listener } of nodeListeners)
          if (topic === each.topic) listener(each.data)
      }
    }
    if (events.length === 0) return
    for (const listener of listeners) listener({ epoch, events })
  }

  /** Everything behind the cursor that was committed, by whatever node. */
  function readOn(): Promise<void> {
    readAgain = true
    reading ??= (async () => {
      try {
        while (readAgain) {
          readAgain = false
          await readPages()
        }
      } finally {
        reading = null
      }
    })()
    return reading
  }

  async function readPages(): Promise<void> {
    while (cursor !== null) {
      const rows = await pool.often.rows<Row>(
        `SELECT h.epoch, h.last_seq AS last, e.* FROM log_head h LEFT JOIN (
           (SELECT seq, 'logged' AS kind, room, event, data, coalesce_key FROM events
            WHERE seq > $1 ORDER BY seq LIMIT ${pageSize})
           UNION ALL
           (SELECT seq, kind, room, event, data, coalesce_key FROM announcements
            WHERE seq > $1 ORDER BY seq LIMIT ${pageSize})
           ORDER BY seq LIMIT ${pageSize}
         ) e ON true ORDER BY e.seq`,
        [cursor],
      )
      const [first] = rows
      // What this node has committed in the meantime was heard already.
      const now: number | null = cursor
      if (now === null || first === undefined) return
      epoch = first.epoch
      const isAll = rows.length < pageSize
      cursor = Math.max(now, isAll ? first.last : (rows.at(-1)?.seq ?? now))
      tell(rows.filter(({ seq }) => seq !== null && seq > now).map(toldOf))
      if (isAll) return
    }
  }

  async function join(): Promise<LogHead> {
    const now = await options.head()
    epoch = now.epoch
    cursor ??= now.last
    waking ??= wakeUp(url, () => void readOn().catch(onError), onError)
    await waking
    // Who joins others hears what they hear: from where they are.
    return { ...now, last: cursor }
  }

  return {
    async follow(listener) {
      const head = await join()
      listeners.add(listener)
      return {
        head: { ...head, last: cursor ?? head.last },
        stop: () => void listeners.delete(listener),
      }
    },
    async followNodes(topic, listener) {
      await join()
      const entry = { topic, listener }
      nodeListeners.add(entry)
      return () => void nodeListeners.delete(entry)
    },
    async committed(appended, told) {
      if (appended === null || cursor === null || cursor >= appended.last) return
      // What was committed stays so, whether or not it can be read now: then the next look has it.
      if (cursor !== appended.before) return readOn().catch(onError)
      cursor = appended.last
      epoch = appended.epoch
      tell(told(appended))
    },
    tellHere: tell,
    renew: () => void waking?.then((found) => found.renew()).catch(onError),
    async close() {
      listeners.clear()
      nodeListeners.clear()
      cursor = null
      const found = await waking?.catch(() => undefined)
      await found?.stop()
      await reading?.catch(() => undefined)
    },
  }
}
