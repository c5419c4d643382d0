import { modelLimits } from '../../contract/limits.ts'
import {
  afterFailure,
  soundHealth,
  type ModelMemory,
  type ServerHealth,
} from '../../ports/model-memory.ts'
import { jsonText } from './json-text.ts'
import { postgresModelSlots } from './model-slots.ts'
import { lockFor, type Pool, type Sql } from './pool.ts'

async function healthOf(sql: Sql, server: string): Promise<ServerHealth> {
  const [row] = await sql.rows<{ health: string }>(
    'SELECT health FROM model_servers WHERE server = $1',
    [server],
  )
  return row === undefined
    ? soundHealth
    : { ...soundHealth, ...(JSON.parse(row.health) as Partial<ServerHealth>) }
}

async function saveHealth(sql: Sql, server: string, health: ServerHealth): Promise<void> {
  await sql.run(
    `INSERT INTO model_servers (server, health, changed_at) VALUES ($1, $2, $3)
     ON CONFLICT (server) DO UPDATE SET health = excluded.health, changed_at = excluded.changed_at`,
    [server, jsonText(health), Date.now()],
  )
}

/** What is known of model servers, for all nodes. */
export function postgresModelMemory(pool: Pool): ModelMemory {
  let puts = 0

  async function prune(): Promise<void> {
    const before = Date.now() - modelLimits.keepAnswersMs
    await pool.run('DELETE FROM model_answers WHERE used_at < $1', [before])
    await pool.run('DELETE FROM model_servers WHERE changed_at < $1', [before])
    await pool.run(
      `DELETE FROM model_answers WHERE key IN (
         SELECT key FROM (
           SELECT key, sum(bytes) OVER (ORDER BY used_at DESC, key) AS newer FROM model_answers
         ) sized WHERE newer > $1)`,
      [modelLimits.maxKeptAnswerBytes],
    )
  }

  return {
    async answer(key) {
      const [row] = await pool.rows<{ answer: string }>(
        'UPDATE model_answers SET used_at = $2 WHERE key = $1 RETURNING answer',
        [key, Date.now()],
      )
      return row === undefined ? null : (JSON.parse(row.answer) as unknown)
    },
    async keepAnswer(key, answer) {
      const text = JSON.stringify(answer)
      await pool.run(
        `INSERT INTO model_answers (key, answer, bytes, used_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO UPDATE
           SET answer = excluded.answer, bytes = excluded.bytes, used_at = excluded.used_at`,
        [key, text, Buffer.byteLength(text) + key.length, Date.now()],
      )
      if (puts++ % modelLimits.answersPerPruning === 0) await prune()
    },
    health: (server) => healthOf(pool, server),
    saveHealth: (server, health) => saveHealth(pool, server, health),
    // What follows from a failure is decided by one function for all engines, so it is read under a lock.
    countFailure: (server, failure) =>
      pool.transaction(async (sql) => {
        await lockFor(sql, `health ${server}`)
        await saveHealth(sql, server, afterFailure(await healthOf(sql, server), failure))
      }),
    slots: postgresModelSlots(pool),
  }
}
