import { owner, type Sessions } from '../../ports/sessions.ts'
import type { Database } from './database.ts'
import type { Others } from './others.ts'
import { writesOf } from './writes.ts'

/** Stands in place of the launch for a session that outlives it. */
const anyLaunch = ''

/**
 * The `sessions` table. Those of an earlier launch count as ended, and go with the next that begins.
 *
 * @param launch names the run of the process
 * @param others hear the hash of a session that has ended
 */
export function sqliteSessions(db: Database, launch: string, others: Others<string>): Sessions {
  const { write } = writesOf(db)
  const insert = db.prepare(
    'INSERT OR REPLACE INTO sessions (hash, launch, ends_at, holder) VALUES (?, ?, ?, ?)',
  )
  const find = db.prepare(
    `SELECT holder, ends_at AS endsAt FROM sessions
     WHERE hash = ? AND launch IN (?, '${anyLaunch}') AND (ends_at IS NULL OR ends_at > ?)`,
  )
  const remove = db.prepare(`DELETE FROM sessions WHERE hash = ? AND launch IN (?, '${anyLaunch}')`)
  const removeOf = db.prepare('DELETE FROM sessions WHERE holder = ? RETURNING hash')
  const removeOver = db.prepare(
    `DELETE FROM sessions WHERE launch NOT IN (?, '${anyLaunch}') OR ends_at <= ?`,
  )
  const removeOldest = db.prepare(
    `DELETE FROM sessions WHERE session_id IN
       (SELECT session_id FROM sessions WHERE holder = ? ORDER BY session_id DESC LIMIT -1 OFFSET ?)
     RETURNING hash`,
  )
  /** On a full disk a person must still get in, to see what is wrong. */
  const unwritten = new Set<string>()
  const listeners = new Set<(hash: string) => void>()

  function tellEnd(hash: string): void {
    for (const listener of listeners) listener(hash)
    others.tell(hash)
  }

  function add(
    hash: string,
    session: { endsAt: number | null; atMost: number; holder: string; lasts: boolean },
  ): Promise<string[]> {
    const { endsAt, atMost, holder, lasts } = session
    const until = lasts && holder !== owner ? anyLaunch : launch
    return write(() => {
      removeOver.run(launch, Date.now())
      insert.run(hash, until, endsAt, holder)
      return (removeOldest.all(holder, atMost) as { hash: string }[]).map((row) => row.hash)
    })
  }

  return {
    async begin(hash, { lifeMs, atMost, holder = owner, lasts = false }) {
      try {
        const endsAt = lifeMs === null ? null : Date.now() + lifeMs
        const ended = await add(hash, { endsAt, atMost, holder, lasts })
        ended.forEach(tellEnd)
      } catch (error) {
        if (holder !== owner) throw error
        const [oldest] = unwritten
        if (unwritten.size >= atMost && oldest !== undefined) unwritten.delete(oldest)
        unwritten.add(hash)
      }
    },
    async find(hash) {
      if (unwritten.has(hash)) return { holder: owner, endsAt: null }
      const row = find.get(hash, launch, Date.now())
      return (row as { holder: string; endsAt: number | null } | undefined) ?? null
    },
    async end(hash) {
      const wasUnwritten = unwritten.delete(hash)
      const { changes } = await write(() => remove.run(hash, launch))
      if (changes === 0 && !wasUnwritten) return false
      tellEnd(hash)
      return true
    },
    async endAllOf(holder) {
      const ended = (await write(() => removeOf.all(holder))) as { hash: string }[]
      for (const hash of [...ended.map((row) => row.hash), holder]) tellEnd(hash)
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
