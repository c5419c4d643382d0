import { OverviewSummary } from '../../../figures/overview/overview-summary.ts'
import { speechIn } from '../../../figures/speech-in.ts'
import { ReportFailure } from '../../failure.ts'
import type { OverviewJob, StageOutcome } from '../../job.ts'
import { keepCheckpoint, nextTurn, type StagePorts } from '../ports.ts'

/** Puts the summaries of the reports together. No engine is asked: what was read is not read again. */
export async function tellRooms(
  job: OverviewJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const { checkpoints } = ports.reports
  const collected = await checkpoints.get(job.reportOid, 'collecting')
  const rooms = collected?.rooms
  if (collected === null || rooms === undefined) {
    throw new ReportFailure({ code: 'internal', params: { context: 'collected_gone' } })
  }
  const told = new OverviewSummary()
  for (const [index, room] of rooms.entries()) {
    signal.throwIfAborted()
    ports.hear({ type: 'progress', done: index, total: rooms.length, unit: 'reports' })
    const summary =
      room.state === 'covered' ? await checkpoints.get(room.reportOid, 'summarizing') : null
    if (summary !== null) told.add(room, summary)
    // One that was deleted since it was counted keeps its figures, and its words are gone.
    else told.addWithout(room)
    await nextTurn()
  }
  const { language, timeZone } = job.workbook
  const { statistics, peopleInAll = statistics.participants.length } = collected
  const summary = told.result(statistics, peopleInAll, speechIn(language, timeZone))
  ports.hear({ type: 'text', text: summary.headline })
  await keepCheckpoint(checkpoints, job, 'summarizing', summary, ports.now())
  return {}
}
