import { leavesComputer, type SummaryChoice } from '../../summary/choose.ts'
import type { SummaryEngine } from '../../summary/engine.ts'
import { createRoomStore } from '../../store/room-store.ts'
import { ReportFailure } from '../failure.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import type { Collected } from './collect.ts'
import { messageSlices, type StagePorts } from './ports.ts'

/** Has the engine write the summary, and keeps it: what was paid for is never bought twice. */
export async function summarize(
  engineOf: (choice: SummaryChoice) => SummaryEngine,
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
  const choice = choiceFor(job, ports)
  const total = collected.messages + collected.system
  ports.onProgress(0, total, 'messages')
  let hasSpoken = false
  const written = await engineOf(choice.summary).summarize(
    {
      room: job.room,
      total,
      timeZone: job.workbook.timeZone,
      messages: () => messageSlices(ports.db, job, signal),
    },
    {
      onProgress: (done, ofTotal) => ports.onProgress(done, ofTotal, 'messages'),
      onText: (delta) => {
        hasSpoken = true
        ports.onText(delta)
      },
      onPhase: (sentence) => ports.onPhase(sentence),
      onWait: (milliseconds, reason) => ports.onWait(milliseconds, reason),
      onSilence: (milliseconds, model) => ports.onSilence(milliseconds, model),
    },
    signal,
  )
  signal.throwIfAborted()
  const summary =
    choice.instead === undefined
      ? written
      : { ...written, method: { ...written.method, fallbackReason: choice.instead } }
  // An engine that only quotes has all of its text at once; who watches sees it at the same place.
  if (!hasSpoken) {
    ports.onText([summary.headline, ...summary.keyPoints.map((point) => point.text)].join('\n'))
  }
  ports.reports.saveCheckpoint(job.reportOid, 'summarizing', summary, ports.now())
  return {}
}

/**
 * The engine that may read this room. Asked here, right before the reading, so that a room which was
 * closed to other computers while its report waited is not sent to one.
 */
function choiceFor(
  { room, summary }: ReportJob,
  { db }: StagePorts,
): { summary: SummaryChoice; instead?: string } {
  const mustStay = leavesComputer(summary) && createRoomStore(db).isLocalOnly(room.roomOid)
  if (!mustStay || summary.engine === 'extractive') return { summary }
  const host = new URL(summary.baseUrl).host
  return {
    summary: { engine: 'extractive' },
    instead: `This room stays on this computer, and ${summary.model} at ${host} is on another`,
  }
}
