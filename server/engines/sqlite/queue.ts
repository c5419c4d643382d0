import type { Queue, Waiting } from '../../ports/queue.ts'
import { createQueue } from '../shared/queue.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The queue of the one process that works in the data folder. */
export function sqliteQueue(db: Database): Queue {
  const { write } = writesOf(db)
  const selectQueued = db.prepare(
    `SELECT report_oid AS reportOid, batch_oid AS batchOid FROM reports WHERE state = 'queued'
     ORDER BY report_id`,
  )
  const selectPaused = db.prepare(
    `SELECT value ->> 'paused' AS paused FROM meta WHERE key = 'queue' AND json_valid(value)`,
  )
  const remember = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('queue', json_object('paused', json(?)))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  )
  return createQueue({
    queued: async () => selectQueued.all() as unknown as Waiting[],
    isPaused: async () => (selectPaused.get() as { paused: unknown } | undefined)?.paused === 1,
    rememberPaused: (isPaused) => write(() => remember.run(String(isPaused))),
  })
}
