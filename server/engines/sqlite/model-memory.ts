import { modelLimits } from '../../contract/limits.ts'
import {
  afterFailure,
  soundHealth,
  type ModelMemory,
  type ServerHealth,
} from '../../ports/model-memory.ts'
import type { Database } from './database.ts'
import { sqliteModelSlots } from './model-slots.ts'
import { writesOf } from './writes.ts'
import { onUse } from '../shared/on-use.ts'

/**
 * The `model_answers` and `model_servers` tables. Each worker thread opens its own; SQLite lets them see
 * one another's rows.
 */
export function sqliteModelMemory(
  db: Database,
  options: { launch?: string; now?: () => number } = {},
): ModelMemory {
  const { launch = '', now = Date.now } = options
  const { write } = writesOf(db)
  const slots = onUse(() => sqliteModelSlots(db, launch))
  const selectAnswer = db.prepare('SELECT answer FROM model_answers WHERE key = ?')
  const touch = db.prepare('UPDATE model_answers SET used_at = ? WHERE key = ?')
  const upsertAnswer = db.prepare(
    `INSERT INTO model_answers (key, answer, bytes, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, bytes = excluded.bytes, used_at = excluded.used_at`,
  )
  const deleteOld = db.prepare('DELETE FROM model_answers WHERE used_at < ?')
  const deleteBeyond = db.prepare(
    `DELETE FROM model_answers WHERE key IN (
       SELECT key FROM (
         SELECT key, sum(bytes) OVER (ORDER BY used_at DESC, key) AS newer FROM model_answers
       ) WHERE newer > ?)`,
  )
  const selectSize = db.prepare('SELECT total(bytes) AS bytes FROM model_answers')
  const selectHealth = db.prepare('SELECT health FROM model_servers WHERE server = ?')
  const upsertHealth = db.prepare(
    `INSERT INTO model_servers (server, health, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (server) DO UPDATE SET health = excluded.health, changed_at = excluded.changed_at`,
  )
  const forgetServers = db.prepare('DELETE FROM model_servers WHERE changed_at < ?')
  let puts = 0

  /** By age always, by size only when there is too much: that query reads the whole index. */
  function prune(): void {
    deleteOld.run(now() - modelLimits.keepAnswersMs)
    forgetServers.run(now() - modelLimits.keepAnswersMs)
    const { bytes } = selectSize.get() as { bytes: number }
    if (bytes > modelLimits.maxKeptAnswerBytes) deleteBeyond.run(modelLimits.maxKeptAnswerBytes)
  }

  const healthOf = (server: string): ServerHealth => {
    const row = selectHealth.get(server) as { health: string } | undefined
    return row === undefined
      ? soundHealth
      : { ...soundHealth, ...(JSON.parse(row.health) as Partial<ServerHealth>) }
  }
  const saveHealth = (server: string, health: ServerHealth): void =>
    void upsertHealth.run(server, JSON.stringify(health), now())

  return {
    async answer(key) {
      const row = selectAnswer.get(key) as { answer: string } | undefined
      if (row === undefined) return null
      await write(() => touch.run(now(), key))
      return JSON.parse(row.answer) as unknown
    },
    async keepAnswer(key, answer) {
      const text = JSON.stringify(answer)
      const put = () => {
        upsertAnswer.run(key, text, Buffer.byteLength(text) + key.length, now())
        if (puts++ % modelLimits.answersPerPruning === 0) prune()
      }
      await write(put)
    },
    health: async (server) => healthOf(server),
    saveHealth: (server, health) => write(() => saveHealth(server, health)),
    countFailure(server, failure) {
      const count = () => saveHealth(server, afterFailure(healthOf(server), failure))
      return write(count)
    },
    get slots() {
      return slots()
    },
  }
}
