import type { Summary } from '../../contract/summary.ts'
import { writeWorkbook } from '../../workbook/write-workbook.ts'
import { ReportFailure } from '../failure.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import type { Collected } from './collect.ts'
import { messageSlices, type StagePorts } from './ports.ts'

const isoOrNull = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString()

/** Builds the workbook under a temporary name, on disk for good when this resolves. */
export async function write(
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const collected = ports.reports.checkpoint(job.reportOid, 'collecting') as Collected | null
  const summary = ports.reports.checkpoint(job.reportOid, 'summarizing') as Summary | null
  if (collected === null || summary === null) {
    throw new ReportFailure('internal', 'An earlier stage of this report is gone. Start a new one.')
  }
  const total = collected.messages + collected.system
  ports.onProgress(0, total, 'rows')
  const written = await writeWorkbook({
    file: job.temporaryFile,
    room: job.room,
    period: { from: isoOrNull(job.range.from), to: isoOrNull(job.range.to) },
    statistics: collected.statistics,
    summary,
    messages: () => messageSlices(ports.db, job, signal),
    delivery: { recipients: [...job.recipients] },
    createdAt: new Date(job.createdAt),
    signal,
    onProgress: (done) => ports.onProgress(Math.min(done, total), total, 'rows'),
  })
  return { written: { bytes: written.bytes, sha256: written.sha256 } }
}
