import { isoOrNull } from '../../../contract/instant.ts'
import { writeOverview } from '../../../workbook/overview/write-overview.ts'
import { ReportFailure } from '../../failure.ts'
import type { OverviewJob, StageOutcome } from '../../job.ts'
import type { StagePorts } from '../ports.ts'

/** Builds the workbook of an overview under a temporary name, on disk for good when this resolves. */
export async function writeRooms(
  job: OverviewJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const { checkpoints } = ports.reports
  const collected = await checkpoints.get(job.reportOid, 'collecting')
  const summary = await checkpoints.get(job.reportOid, 'summarizing')
  if (collected === null || summary === null) {
    throw new ReportFailure({ code: 'internal', params: { context: 'stage_gone' } })
  }
  const total = job.covers.length
  ports.hear({ type: 'progress', done: 0, total, unit: 'rows' })
  const { statistics, peopleInAll = statistics.participants.length } = collected
  const { language, themeColor, anonymize } = job.workbook
  const { bytes, sha256 } = await writeOverview({
    file: job.temporaryFile,
    name: job.room.name,
    period: {
      from: isoOrNull(job.range.from),
      to: isoOrNull(job.range.to),
      isSinceLast: job.isSinceLast,
    },
    statistics,
    people: peopleInAll,
    summary,
    options: { language, themeColor, anonymize },
    recipients: job.recipients,
    createdAt: new Date(job.createdAt),
    signal,
  })
  ports.hear({ type: 'progress', done: total, total, unit: 'rows' })
  return { written: { bytes, sha256 } }
}
