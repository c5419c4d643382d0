import type { Notes } from '../../ports/notes.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The `meta` table. */
export function sqliteNotes(db: Database): Notes {
  const { write } = writesOf(db)
  const select = db.prepare('SELECT value FROM meta WHERE key = ?')
  const upsert = db.prepare(
    `INSERT INTO meta (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  )
  return {
    async read(name) {
      const row = select.get(name) as { value: string } | undefined
      if (row === undefined) return null
      try {
        return JSON.parse(row.value) as unknown
      } catch {
        return null
      }
    },
    async write(name, value) {
      await write(() => upsert.run(name, JSON.stringify(value)))
    },
  }
}
