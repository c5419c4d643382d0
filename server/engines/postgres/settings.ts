import type { Reason } from '../../contract/reason.ts'
import type { KeptSettings, SettingsDocument } from '../../ports/settings.ts'
import type { PostgresEventLog } from './event-log.ts'
import { jsonText } from './json-text.ts'
import type { Pool } from './pool.ts'

const topic = 'settings'
const none = '0'

/**
 * The settings in the one row of their table.
 *
 * @param opening names this opening of the engine among all others: it hears nothing of its own changes
 * @param place the database, as a sentence
 */
export const postgresSettings = (
  pool: Pool,
  log: PostgresEventLog,
  { opening, place }: { opening: string; place: Reason },
): KeptSettings => ({
  async read() {
    const [row] = await pool.rows<{ revision: number; document: string }>(
      'SELECT revision, document FROM settings',
    )
    const { values = {}, secrets = {} } =
      row === undefined ? {} : (JSON.parse(row.document) as Partial<SettingsDocument>)
    return { values, secrets, revision: String(row?.revision ?? none), place, problems: [] }
  },
  async write({ values, secrets }, base) {
    const document = jsonText({ values, secrets })
    const [row] = await pool.rows<{ revision: number }>(
      base === none
        ? 'INSERT INTO settings (revision, document) VALUES ($2 + 1, $1) ON CONFLICT DO NOTHING RETURNING revision'
        : 'UPDATE settings SET revision = revision + 1, document = $1 WHERE revision = $2 RETURNING revision',
      [document, Number(base)],
    )
    if (row === undefined) return null
    await log.tellNodes({ topic, data: opening })
    return String(row.revision)
  },
  follow: (listener) =>
    log.followNodes(topic, (writer) => {
      if (writer !== opening) listener()
    }),
})
