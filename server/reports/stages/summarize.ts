import type { SummaryEngine } from '../../summary/engine.ts'
import { ReportFailure } from '../failure.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import type { Collected } from './collect.ts'
import { messageSlices, type StagePorts } from './ports.ts'

/** Has the engine write the summary, and keeps it: what was paid for is never bought twice. */
export async function summarize(
  engine: SummaryEngine,
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const collected = ports.reports.checkpoint(job.reportOid, 'collecting') as Collected | null
  if (collected === null) {
    throw new ReportFailure(
      'internal',
      'The collected messages of this report are gone. Start a new one.',
    )
  }
  const total = collected.messages + collected.system
  ports.onProgress(0, total, 'messages')
  let hasSpoken = false
  const summary = await engine.summarize(
    { room: job.room, total, messages: () => messageSlices(ports.db, job, signal) },
    {
      onProgress: (done, ofTotal) => ports.onProgress(done, ofTotal, 'messages'),
      onText: (delta) => {
        hasSpoken = true
        ports.onText(delta)
      },
      onWait: (milliseconds, reason) => ports.onWait(milliseconds, reason),
    },
    signal,
  )
  signal.throwIfAborted()
  // An engine that only quotes has all of its text at once; who watches sees it at the same place.
  if (!hasSpoken) {
    ports.onText([summary.headline, ...summary.keyPoints.map((point) => point.text)].join('\n'))
  }
  ports.reports.saveCheckpoint(job.reportOid, 'summarizing', summary, ports.now())
  return {}
}
