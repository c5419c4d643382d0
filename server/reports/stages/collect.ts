import { createRoomStatistics } from '../../workbook/statistics.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import { startComparison } from './compare.ts'
import { keepCheckpoint, messageSlices, type StagePorts } from './ports.ts'

/** Reads every message of the range once and keeps what the later stages need to know of them all. */
export async function collect(
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const counts = await ports.messages.count({ roomId: job.room.roomId, ...job.range })
  // Of a part nobody knows before how large it is.
  const total = job.filter === undefined ? counts.messages + counts.system : null
  let done = 0
  ports.hear({ type: 'progress', done, total, unit: 'messages' })
  const comparison = await startComparison(job, ports, signal)
  const statistics = createRoomStatistics({ timeZone: job.workbook.timeZone })
  for await (const slice of messageSlices(ports.messages, job, signal)) {
    for (const message of slice) {
      statistics.add(message)
      comparison?.add(message)
    }
    done += slice.length
    ports.hear({ type: 'progress', done, total, unit: 'messages' })
  }
  const counted = statistics.result()
  const { since } = job.range
  const changed = since && (await ports.messages.changed(job.room.roomId, since))
  const collected = {
    maxOrd: job.range.maxOrd,
    people: [...job.people],
    ...(job.filter === undefined ? counts : { messages: counted.messages, system: counted.system }),
    statistics: {
      ...counted,
      unread: [...job.unread],
      ...(changed !== undefined && { changed }),
      earlier: comparison?.result(counted.participants) ?? null,
    },
  }
  await keepCheckpoint(ports.reports.checkpoints, job, 'collecting', collected, ports.now())
  return {}
}
