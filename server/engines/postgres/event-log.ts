import type {
  Announcement,
  EventLog,
  HeardEvent,
  LoggedEvent,
  LogHead,
  NewEvent,
} from '../../ports/event-log.ts'
import { appendedEvents, takingPlaces, type Appended } from './events-sql.ts'
import { createLogFollower, type NodeNews, type Told } from './log-follower.ts'
import { openPool, type Pool } from './pool.ts'

/** The log, and what other ports of this engine need of it. */
export interface PostgresEventLog extends EventLog {
  /** Has the followers of this node hear what a statement of another port has just committed. */
  committed(appended: Appended | null, events: readonly NewEvent[]): Promise<void>
  /** Tells every node, this one too, what is nothing to readers of the log. */
  tellNodes(news: NodeNews): Promise<void>
  /** Resolves once nothing is missed any more, to what stops it. */
  followNodes(topic: string, listener: (data: string) => void): Promise<() => void>
  /** As that of the follower. */
  renew(): void
  close(): Promise<void>
}

type Item = (NewEvent & { kind: 'logged' }) | Announcement | (NodeNews & { kind: 'node' })

interface Waiting {
  items: readonly Item[]
  resolve(): void
  reject(error: unknown): void
}

/** How long an announcement is kept for nodes that are slow to read it. */
const announcedFor = '1 minute'

const writing = `WITH given AS (
    SELECT g.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      WITH ORDINALITY AS g (kind, room, event, data, coalesce_key, key, n)
    WHERE g.key IS NULL OR NOT EXISTS (SELECT 1 FROM events e WHERE e.key = g.key)
  ),
  ${takingPlaces},
  logged AS (
    INSERT INTO events (seq, room, event, data, coalesce_key, key)
    SELECT head.before + n, room, event, data, coalesce_key, key FROM given, head WHERE kind = 'logged'
    ON CONFLICT (key) DO NOTHING
    RETURNING seq
  ),
  announced AS (
    INSERT INTO announcements (seq, kind, room, event, data, coalesce_key)
    SELECT head.before + n, kind, room, event, data, coalesce_key FROM given, head WHERE kind <> 'logged'
    RETURNING seq
  )
  SELECT epoch, before, last, (SELECT count(*) FROM said) AS said, (SELECT coalesce(json_agg(seq), '[]')
    FROM (SELECT seq FROM logged UNION ALL SELECT seq FROM announced) every) AS seqs FROM head`

const columnsOf = (item: Item) =>
  item.kind === 'node'
    ? { ...item, room: '', event: item.topic, coalesceKey: null, key: null }
    : { ...item, key: item.kind === 'logged' ? (item.key ?? null) : null }

const toldOf = (item: Item, seq: number): Told => {
  if (item.kind === 'node') return { ...item, seq }
  if (item.kind !== 'logged') return { ...item, seq: 0 }
  const { key: _key, ...event } = item
  return { ...event, seq }
}

/** @param onError told of what is tried again by itself */
export function postgresEventLog(
  pool: Pool,
  url: string,
  onError: (error: Error) => void,
): PostgresEventLog {
  let waiting: Waiting[] = []

  async function head(): Promise<LogHead> {
    const [found] = await pool.rows<LogHead>(
      'SELECT epoch, first_seq AS first, last_seq AS last FROM log_head',
    )
    if (found === undefined) throw new Error('The database has no event log. Migrate it first.')
    return found
  }
  // Of its own: what waits for the head of the log, on all others, must not hold up who only reads.
  const reader = openPool(url, { most: 1, onError })
  const follower = createLogFollower({ pool: reader, url, head, onError })

  /** One statement for all that was said in a turn of the event loop. */
  async function write(items: readonly Item[]): Promise<void> {
    const rows = items.map(columnsOf)
    const [appended = null] = await pool.often.rows<Appended>(writing, [
      rows.map(({ kind }) => kind),
      rows.map(({ room }) => room),
      rows.map(({ event }) => event),
      rows.map(({ data }) => data),
      rows.map(({ coalesceKey }) => coalesceKey),
      rows.map(({ key }) => key),
    ])
    await follower.committed(appended, ({ before, seqs }) =>
      seqs
        .toSorted((a, b) => a - b)
        .flatMap((seq) => {
          const item = items[seq - before - 1]
          return item === undefined ? [] : [toldOf(item, seq)]
        }),
    )
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      await write(batch.flatMap(({ items }) => items))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      // One that fails by itself takes no other with it.
      if (batch.length > 1) for (const each of batch) await settle([each])
      else for (const each of batch) fail(each, error)
    }
  }

  /** What is only announced is said at least here, where nothing can be written. */
  function fail({ items, resolve, reject }: Waiting, error: unknown): void {
    if (items.some(({ kind }) => kind === 'logged' || kind === 'node')) return reject(error)
    follower.tellHere(
      items.flatMap((item): HeardEvent[] =>
        item.kind === 'node' || item.kind === 'logged' ? [] : [{ ...item, seq: 0 }],
      ),
    )
    resolve()
  }

  let settling: Promise<void> = Promise.resolve()
  function add(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (waiting.push({ items, resolve, reject }) > 1) return
      setImmediate(() => {
        const batch = waiting
        waiting = []
        // In the order in which it was said.
        settling = settling.then(() => settle(batch))
      })
    })
  }

  return {
    head,
    append: (events) => add(events.map((event) => ({ ...event, kind: 'logged' }))),
    announce: add,
    tellHere: (events) => follower.tellHere(events.map((event) => ({ ...event, seq: 0 }))),
    tellNodes: (news) => add([{ ...news, kind: 'node' }]),
    followNodes: follower.followNodes,
    follow: follower.follow,
    committed: (appended, events) =>
      follower.committed(appended, (told) => appendedEvents(told, events)),
    async readAfter(seq, limit, rooms) {
      const rows = await pool.rows<LoggedEvent & { first: number; last: number }>(
        `SELECT h.first_seq AS first, h.last_seq AS last, e.* FROM log_head h LEFT JOIN (
           SELECT seq, room, event, data, coalesce_key AS "coalesceKey" FROM events
           WHERE seq > $1 AND ($3::text[] IS NULL OR room = ANY ($3)) ORDER BY seq LIMIT $2
         ) e ON true ORDER BY e.seq`,
        [seq, limit, rooms ?? null],
      )
      const { first = 0, last = 0 } = rows[0] ?? {}
      if (seq < first - 1) return null
      const events = rows.flatMap(({ first: _first, last: _last, ...event }) =>
        event.seq === null ? [] : [event],
      )
      const end = events.at(-1)
      const upTo = end !== undefined && events.length === limit ? end.seq : Math.max(last, seq)
      return { events, upTo }
    },
    async trim(maxEvents, maxBytes) {
      const bound = (most: number): number => Math.min(most, Number.MAX_SAFE_INTEGER)
      await pool.run(
        `WITH sized AS (
           SELECT seq, row_number() OVER newer AS n, sum(octet_length(data)) OVER newer AS bytes
           FROM events WINDOW newer AS (ORDER BY seq DESC)
         ),
         kept AS (
           SELECT min(seq) AS seq FROM sized WHERE n = 1 OR (n <= $1::bigint AND bytes <= $2::bigint)
         ),
         gone AS (DELETE FROM events USING kept WHERE events.seq < kept.seq RETURNING 1)
         UPDATE log_head SET first_seq = greatest(first_seq, kept.seq) FROM kept
         WHERE EXISTS (SELECT 1 FROM gone)`,
        [bound(maxEvents), bound(maxBytes)],
      )
      await pool.run(`DELETE FROM announcements WHERE at < now() - interval '${announcedFor}'`)
    },
    renew() {
      reader.drop()
      follower.renew()
    },
    async close() {
      await follower.close()
      await reader.close()
      await settling
    },
  }
}
