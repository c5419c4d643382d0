import { owner, type Sessions } from '../../ports/sessions.ts'
import type { PostgresEventLog } from './event-log.ts'
import type { Pool } from './pool.ts'

const topic = 'session ended'

/** The `sessions` table. They outlive the process: whoever signed in at one node is known at every other one. */
export function postgresSessions(pool: Pool, log: PostgresEventLog): Sessions {
  const tellEnd = (hash: string): Promise<void> => log.tellNodes({ topic, data: hash })

  return {
    async begin(hash, { lifeMs, atMost, holder = owner }) {
      const given = await pool.rows<{ hash: string }>(
        `WITH over AS (DELETE FROM sessions WHERE ends_at <= clock_timestamp()),
         begun AS (
           INSERT INTO sessions (hash, ends_at, holder)
           VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond', $4)
           ON CONFLICT (hash) DO UPDATE SET ends_at = excluded.ends_at, holder = excluded.holder
         )
         DELETE FROM sessions WHERE session_id IN (
           SELECT session_id FROM sessions
           WHERE holder = $4 AND hash <> $1 AND (ends_at IS NULL OR ends_at > clock_timestamp())
           ORDER BY session_id DESC OFFSET $3) RETURNING hash`,
        [hash, lifeMs, Math.max(0, atMost - 1), holder],
      )
      for (const each of given) await tellEnd(each.hash)
    },
    async find(hash) {
      const [row] = await pool.rows<{ holder: string; endsAt: number | null }>(
        `SELECT holder, (extract(epoch FROM ends_at) * 1000)::bigint AS "endsAt" FROM sessions
         WHERE hash = $1 AND (ends_at IS NULL OR ends_at > clock_timestamp())`,
        [hash],
      )
      return row ?? null
    },
    async end(hash) {
      if ((await pool.run('DELETE FROM sessions WHERE hash = $1', [hash])) === 0) return false
      await tellEnd(hash)
      return true
    },
    async endAllOf(holder) {
      const ended = await pool.rows<{ hash: string }>(
        'DELETE FROM sessions WHERE holder = $1 RETURNING hash',
        [holder],
      )
      for (const { hash } of ended) await tellEnd(hash)
      await tellEnd(holder)
    },
    followEnds: (listener) => log.followNodes(topic, listener),
  }
}
