import type { Sessions } from '../../ports/sessions.ts'
import type { PostgresEventLog } from './event-log.ts'
import type { Pool } from './pool.ts'

const topic = 'session ended'

/** The `sessions` table. They outlive the process: whoever signed in at one node is known at every other one. */
export function postgresSessions(pool: Pool, log: PostgresEventLog): Sessions {
  const tellEnd = (hash: string): Promise<void> => log.tellNodes({ topic, data: hash })

  return {
    async begin(hash, { lifeMs, atMost }) {
      const given = await pool.rows<{ hash: string }>(
        `WITH over AS (DELETE FROM sessions WHERE ends_at <= clock_timestamp()),
         begun AS (
           INSERT INTO sessions (hash, ends_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
           ON CONFLICT (hash) DO UPDATE SET ends_at = excluded.ends_at
         )
         DELETE FROM sessions WHERE session_id IN (
           SELECT session_id FROM sessions WHERE hash <> $1 AND (ends_at IS NULL OR ends_at > clock_timestamp())
           ORDER BY session_id DESC OFFSET $3) RETURNING hash`,
        [hash, lifeMs, Math.max(0, atMost - 1)],
      )
      for (const each of given) await tellEnd(each.hash)
    },
    async isOpen(hash) {
      const rows = await pool.rows(
        'SELECT 1 FROM sessions WHERE hash = $1 AND (ends_at IS NULL OR ends_at > clock_timestamp())',
        [hash],
      )
      return rows.length === 1
    },
    async end(hash) {
      if ((await pool.run('DELETE FROM sessions WHERE hash = $1', [hash])) === 0) return false
      await tellEnd(hash)
      return true
    },
    followEnds: (listener) => log.followNodes(topic, listener),
  }
}
