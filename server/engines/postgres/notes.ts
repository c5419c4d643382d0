import type { Notes } from '../../ports/notes.ts'
import { jsonText } from './json-text.ts'
import type { Pool } from './pool.ts'

/** The `meta` table. */
export const postgresNotes = (pool: Pool): Notes => ({
  async read(name) {
    const [row] = await pool.rows<{ value: string }>('SELECT value FROM meta WHERE key = $1', [
      name,
    ])
    return row === undefined ? null : (JSON.parse(row.value) as unknown)
  },
  async write(name, value) {
    await pool.run(
      `INSERT INTO meta (key, value) VALUES ($1, $2)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [name, jsonText(value)],
    )
  },
})
