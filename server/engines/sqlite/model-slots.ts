import { randomUUID } from 'node:crypto'
import type { ModelSlots } from '../../ports/model-slots.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/**
 * The `model_slots` table. Those of an earlier launch were held by a process that has ended.
 *
 * @param launch names the run of the process
 */
export function sqliteModelSlots(db: Database, launch: string): ModelSlots {
  const { write } = writesOf(db)
  const removeOver = db.prepare('DELETE FROM model_slots WHERE launch <> ? OR until <= ?')
  const count = db.prepare('SELECT count(*) AS taken FROM model_slots WHERE server = ?')
  const insert = db.prepare(
    'INSERT INTO model_slots (slot, server, launch, until) VALUES (?, ?, ?, ?)',
  )
  const renew = db.prepare('UPDATE model_slots SET until = ? WHERE slot = ? AND until > ?')
  const release = db.prepare('DELETE FROM model_slots WHERE slot = ?')
  return {
    claim(server, { slots, leaseMs }) {
      const claim = (): string | null => {
        const now = Date.now()
        removeOver.run(launch, now)
        const { taken } = count.get(server) as { taken: number }
        if (taken >= slots) return null
        const slot = randomUUID()
        insert.run(slot, server, launch, now + leaseMs)
        return slot
      }
      return write(claim)
    },
    renew: (slot, leaseMs) =>
      write(() => {
        const now = Date.now()
        return renew.run(now + leaseMs, slot, now).changes > 0
      }),
    async release(slot) {
      await write(() => release.run(slot))
    },
  }
}
