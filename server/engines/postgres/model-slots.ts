import { randomUUID } from 'node:crypto'
import type { ModelSlots } from '../../ports/model-slots.ts'
import { lockFor, type Pool } from './pool.ts'

/** The `model_slots` table. The clock is that of the database, the same for all nodes. */
export const postgresModelSlots = (pool: Pool): ModelSlots => ({
  // Two who count at once would both find the last place free, so one counts after the other.
  claim: (server, { slots, leaseMs }) =>
    pool.transaction(async (sql) => {
      await lockFor(sql, `slots ${server}`)
      const slot = randomUUID()
      const taken = await sql.run(
        `WITH over AS (DELETE FROM model_slots WHERE server = $2 AND until <= clock_timestamp())
         INSERT INTO model_slots (slot, server, until)
         SELECT $1, $2, clock_timestamp() + $4 * interval '1 millisecond' WHERE $3 >
           (SELECT count(*) FROM model_slots WHERE server = $2 AND until > clock_timestamp())`,
        [slot, server, slots, leaseMs],
      )
      return taken === 0 ? null : slot
    }),
  renew: async (slot, leaseMs) =>
    (await pool.run(
      `UPDATE model_slots SET until = clock_timestamp() + $2 * interval '1 millisecond'
       WHERE slot = $1 AND until > clock_timestamp()`,
      [slot, leaseMs],
    )) === 1,
  async release(slot) {
    await pool.run('DELETE FROM model_slots WHERE slot = $1', [slot])
  },
})
