import type { Sessions } from '../../ports/sessions.ts'
import { transaction, type Database } from './database.ts'
import type { Others } from './others.ts'

/**
 * The `sessions` table. Those of an earlier launch count as ended, and go with the next that begins.
 *
 * @param launch names the run of the process
 * @param others hear the hash of a session that has ended
 */
export function sqliteSessions(db: Database, launch: string, others: Others<string>): Sessions {
  const insert = db.prepare(
    'INSERT OR REPLACE INTO sessions (hash, launch, ends_at) VALUES (?, ?, ?)',
  )
  const find = db.prepare(
    'SELECT 1 FROM sessions WHERE hash = ? AND launch = ? AND (ends_at IS NULL OR ends_at > ?)',
  )
  const remove = db.prepare('DELETE FROM sessions WHERE hash = ? AND launch = ?')
  const removeOver = db.prepare('DELETE FROM sessions WHERE launch <> ? OR ends_at <= ?')
  const removeOldest = db.prepare(
    `DELETE FROM sessions WHERE session_id IN
       (SELECT session_id FROM sessions ORDER BY session_id DESC LIMIT -1 OFFSET ?) RETURNING hash`,
  )
  /** On a full disk a person must still get in, to see what is wrong. */
  const unwritten = new Set<string>()
  const listeners = new Set<(hash: string) => void>()

  function tellEnd(hash: string): void {
    for (const listener of listeners) listener(hash)
    others.tell(hash)
  }

  function write(hash: string, endsAt: number | null, atMost: number): string[] {
    return transaction(db, () => {
      removeOver.run(launch, Date.now())
      insert.run(hash, launch, endsAt)
      return (removeOldest.all(atMost) as { hash: string }[]).map((row) => row.hash)
    })
  }

  return {
    async begin(hash, { lifeMs, atMost }) {
      try {
        write(hash, lifeMs === null ? null : Date.now() + lifeMs, atMost).forEach(tellEnd)
      } catch {
        const [oldest] = unwritten
        if (unwritten.size >= atMost && oldest !== undefined) unwritten.delete(oldest)
        unwritten.add(hash)
      }
    },
    isOpen: async (hash) => unwritten.has(hash) || find.get(hash, launch, Date.now()) !== undefined,
    async end(hash) {
      const wasUnwritten = unwritten.delete(hash)
      if (remove.run(hash, launch).changes === 0 && !wasUnwritten) return false
      tellEnd(hash)
      return true
    },
    async followEnds(listener) {
      listeners.add(listener)
      const stop = others.hear(listener)
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
  }
}
