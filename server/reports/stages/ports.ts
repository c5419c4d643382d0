import type { HearStage } from '../../contract/stage-event.ts'
import type { Checkpoints } from '../../engines/sqlite/checkpoints.ts'
import type { Database } from '../../engines/sqlite/database.ts'
import type { Blobs } from '../../ports/blobs.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { readMessages } from '../../engines/sqlite/message-reader.ts'
import type { ReportStore } from '../../engines/sqlite/report-store.ts'
import { reportLimits } from '../../contract/limits.ts'
import type { ReportJob } from '../job.ts'

/** What a stage may use of the outside. */
export interface StagePorts {
  db: Database
  checkpoints: Pick<Checkpoints, 'get' | 'save'>
  reports: Pick<ReportStore, 'attempts'>
  blobs: Pick<Blobs, 'open'>
  hear: HearStage
  now(): number
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * The messages of a report in slices. It gives way between two slices, because several reports share
 * one worker thread, and ends with the signal's reason once the report is cancelled.
 */
export function messageSlices(
  db: Database,
  job: Pick<ReportJob, 'room' | 'range'>,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, void> {
  const range = { roomId: job.room.roomId, ...job.range }
  return inTurns(readMessages(db, range, reportLimits.messagesPerSlice), signal)
}

/** Slices of anything that is read from the store, in the same way. */
export async function* inTurns<Slice>(
  slices: Iterable<Slice>,
  signal: AbortSignal,
): AsyncGenerator<Slice, void, void> {
  for (const slice of slices) {
    signal.throwIfAborted()
    yield slice
    await nextTurn()
  }
  signal.throwIfAborted()
}
