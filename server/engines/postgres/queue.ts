import type { Queue, QueueLoad, QueueOptions } from '../../ports/queue.ts'
import { concurrencyOf } from '../shared/queue.ts'
import type { PostgresEventLog } from './event-log.ts'
import { postgresNotes } from './notes.ts'
import type { Pool } from './pool.ts'

const note = 'queue'
/** What nodes tell one another when something may be taken up. */
const topic = 'queue'
/** Milliseconds after which a node looks by itself: what it was told may be lost. */
const lookMs = 2_000

/** A report that waits for a node to take it. */
export const waits = `state = 'queued' AND owner IS NULL`
/** The turn that is next. A batch that comes now begins there, so it waits for none of a large one but the next. */
export const nextTurn = `(SELECT coalesce(min(turn), 0) FROM reports WHERE ${waits})`

const isPaused = `EXISTS (SELECT 1 FROM meta WHERE key = '${note}' AND value::json ->> 'paused' = 'true')`

/** Two nodes that look at once pass over the rows of each other, so each report goes to one of them. */
const claiming = `WITH next AS (
    SELECT report_id FROM reports WHERE ${waits} AND NOT ${isPaused}
    ORDER BY preferred_at DESC NULLS LAST, turn, report_id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE reports r SET owner = $1, lease = lease + 1 FROM next WHERE r.report_id = next.report_id
    RETURNING r.report_oid, r.preferred_at, r.turn, r.report_id
  )
  SELECT report_oid AS oid FROM claimed ORDER BY preferred_at DESC NULLS LAST, turn, report_id`

/** What this node has taken and does not run. */
const held = `SELECT report_oid AS oid FROM reports
  WHERE owner = $1 AND state = 'queued' AND report_oid <> ALL ($2::text[])`

/**
 * The rows of the reports that wait are the queue. A node that has room takes the next ones, in the same statement by
 * which it holds them from then on; one that dies gives them back as it gives back all that it holds.
 *
 * @param owner the name under which this node holds reports
 */
export function postgresQueue(pool: Pool, log: PostgresEventLog, owner: string): Queue {
  const notes = postgresNotes(pool)
  let options: QueueOptions | null = null
  let concurrency = 1
  /** What this node runs. One that was given back while it is being stopped may be there twice. */
  const running = new Set<{ oid: string }>()
  /** The answer of a look was lost: it may have taken reports of which this node does not know. */
  let mayHaveLost = false
  let isStopped = false
  let claim: Promise<void> | null = null
  /** Something has changed while it was being looked. */
  let lookAgain = false
  let timer: NodeJS.Timeout | undefined
  let stopFollowing: (() => void) | null = null
  let onIdle: (() => void)[] = []

  function begin(oid: string, { run, onChange }: QueueOptions): void {
    const begun = { oid }
    running.add(begun)
    void run(oid).finally(() => {
      running.delete(begun)
      onChange()
      void look()
    })
  }

  async function take(): Promise<void> {
    while (lookAgain) {
      lookAgain = false
      if (options === null || isStopped) break
      const { onChange } = options
      const known = [...running].map(({ oid }) => oid)
      const found = mayHaveLost ? await pool.rows<{ oid: string }>(held, [owner, known]) : []
      mayHaveLost = false
      const free = concurrency - running.size - found.length
      if (free > 0) found.push(...(await pool.often.rows<{ oid: string }>(claiming, [owner, free])))
      for (const { oid } of found) begin(oid, options)
      if (found.length > 0) onChange()
    }
    if (running.size === 0 && onIdle.length > 0 && (isStopped || (await waiting()) === 0)) {
      const listeners = onIdle
      onIdle = []
      for (const listener of listeners) listener()
    }
  }

  /** Takes up what there is room for. Never rejects: it is looked again soon. */
  function look(): Promise<void> {
    lookAgain = true
    claim ??= take()
      .catch(() => {
        mayHaveLost = true
      })
      .finally(() => {
        claim = null
        if (lookAgain) void look()
      })
    return claim
  }

  const waiting = async (): Promise<number> =>
    (await pool.rows<{ n: number }>(`SELECT count(*) AS n FROM reports WHERE ${waits}`))[0]?.n ?? 0

  /** Has every node look whether there is something for it. */
  async function tellAll(): Promise<void> {
    await look()
    options?.onChange()
    // A node that does not hear it looks by itself.
    await log.tellNodes({ topic, data: owner }).catch(() => undefined)
  }

  async function setPaused(paused: boolean): Promise<void> {
    await notes.write(note, { paused })
    await tellAll()
  }

  return {
    async start(given) {
      options = given
      concurrency = concurrencyOf(given.concurrency)
      stopFollowing = await log.followNodes(topic, (from) => {
        if (from !== owner) void look()
      })
      timer = setInterval(() => void look(), lookMs)
      timer.unref()
      await look()
      given.onChange()
    },
    push: () => tellAll(),
    async runNext(reportOid) {
      const changed = await pool.run(
        `UPDATE reports SET preferred_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
         WHERE report_oid = $1 AND ${waits}`,
        [reportOid],
      )
      return changed === 1
    },
    async remove(reportOid) {
      // Held by this node from now on, so that no other takes it up while it is being ended.
      const taken = await pool.run(
        `UPDATE reports SET owner = $2, lease = lease + 1 WHERE report_oid = $1 AND ${waits}`,
        [reportOid, owner],
      )
      if (taken === 1) options?.onChange()
      return taken === 1
    },
    async setConcurrency(n) {
      concurrency = concurrencyOf(n)
      await look()
      options?.onChange()
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    stop() {
      isStopped = true
      clearInterval(timer)
      stopFollowing?.()
      void look()
    },
    idle: () =>
      new Promise((resolve) => {
        onIdle.push(resolve)
        void look()
      }),
    async load(): Promise<QueueLoad> {
      const [row] = await pool.rows<{ paused: boolean; waiting: number; elsewhere: number }>(
        `SELECT ${isPaused} AS paused, (SELECT count(*) FROM reports WHERE ${waits}) AS waiting,
           (SELECT count(*) FROM reports WHERE owner <> $1
             AND state IN ('queued', 'collecting', 'summarizing', 'writing')) AS elsewhere`,
        [owner],
      )
      const { paused = false, waiting: count = 0, elsewhere = 0 } = row ?? {}
      return { paused, concurrency, waiting: count, running: running.size + elsewhere }
    },
  }
}
