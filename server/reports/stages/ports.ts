import type { HearStage } from '../../contract/stage-event.ts'
import type { Checkpoints } from '../../store/checkpoints.ts'
import type { Database } from '../../store/database.ts'
import type { StoredMessage } from '../../store/message.ts'
import { readMessages } from '../../store/message-reader.ts'
import type { ReportStore } from '../../store/report-store.ts'
import { reportLimits } from '../../contract/limits.ts'
import type { ReportJob } from '../job.ts'

/** What a stage may use of the outside. */
export interface StagePorts {
  db: Database
  checkpoints: Pick<Checkpoints, 'get' | 'save'>
  reports: Pick<ReportStore, 'attempts'>
  hear: HearStage
  now(): number
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * The messages of a report in slices. It gives way between two slices, because several reports share
 * one worker thread, and ends with the signal's reason once the report is cancelled.
 */
export async function* messageSlices(
  db: Database,
  job: ReportJob,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, void> {
  const range = { roomId: job.room.roomId, ...job.range }
  for (const slice of readMessages(db, range, reportLimits.messagesPerSlice)) {
    signal.throwIfAborted()
    yield slice
    await nextTurn()
  }
  signal.throwIfAborted()
}
