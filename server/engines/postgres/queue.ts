import type { Queue, Waiting } from '../../ports/queue.ts'
import { createQueue } from '../shared/queue.ts'
import { postgresNotes } from './notes.ts'
import type { Pool } from './pool.ts'

const note = 'queue'

/** The queue of the one process that works on the database. */
export function postgresQueue(pool: Pool): Queue {
  const notes = postgresNotes(pool)
  return createQueue({
    queued: () =>
      pool.rows<Waiting>(
        `SELECT report_oid AS "reportOid", batch_oid AS "batchOid" FROM reports WHERE state = 'queued'
         ORDER BY report_id`,
      ),
    isPaused: async () =>
      ((await notes.read(note)) as { paused?: unknown } | null)?.paused === true,
    rememberPaused: (paused) => notes.write(note, { paused }),
  })
}
