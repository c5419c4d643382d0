import type { z } from 'zod'
import type { Database } from './database.ts'

/** Small things to remember across starts, each a JSON value under a name. */
export interface MetaStore {
  /** The remembered value; `fallback` if there is none, or it no longer fits. */
  get<T>(key: string, schema: z.ZodType<T>, fallback: T): T
  set(key: string, value: unknown): void
}

export function createMetaStore(db: Database): MetaStore {
  const select = db.prepare('SELECT value FROM meta WHERE key = ?')
  const upsert = db.prepare(
    `INSERT INTO meta (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  )
  return {
    get(key, schema, fallback) {
      const row = select.get(key) as { value: string } | undefined
      if (row === undefined) return fallback
      try {
        return schema.parse(JSON.parse(row.value))
      } catch {
        return fallback
      }
    },
    set(key, value) {
      upsert.run(key, JSON.stringify(value))
    },
  }
}
