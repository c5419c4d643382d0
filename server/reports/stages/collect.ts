import { countMessages } from '../../store/message-reader.ts'
import { createRoomStatistics, type RoomStatistics } from '../../workbook/statistics.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import { messageSlices, type StagePorts } from './ports.ts'

export interface Collected {
  /** Newest order number that counts; every later stage and attempt reads up to here. */
  maxOrd: number
  messages: number
  system: number
  statistics: RoomStatistics
}

/** Reads every message of the range once and keeps what the later stages need to know of them all. */
export async function collect(
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const counts = countMessages(ports.db, { roomId: job.room.roomId, ...job.range })
  const total = counts.messages + counts.system
  ports.onProgress(0, total, 'messages')
  const statistics = createRoomStatistics({ timeZone: job.workbook.timeZone })
  let done = 0
  for await (const slice of messageSlices(ports.db, job, signal)) {
    for (const message of slice) statistics.add(message)
    done += slice.length
    ports.onProgress(done, total, 'messages')
  }
  const collected: Collected = {
    maxOrd: job.range.maxOrd,
    ...counts,
    statistics: statistics.result(),
  }
  ports.reports.saveCheckpoint(job.reportOid, 'collecting', collected, ports.now())
  return { collected: counts }
}
