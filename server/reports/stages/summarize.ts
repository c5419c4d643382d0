import type { Reason } from '../../contract/reason.ts'
import { leavesComputer, type SummaryChoice } from '../../summary/choose.ts'
import type { SummaryEngine } from '../../summary/engine.ts'
import { inEnglish } from '../../words/say.ts'
import { speechIn } from '../../figures/speech-in.ts'
import { partText } from '../../figures/message-filter.ts'
import { ReportFailure } from '../failure.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import { lookBack } from './look-back.ts'
import { keepCheckpoint, messagesAgain, type StagePorts } from './ports.ts'

/** Has the engine write the summary, and keeps it: what was paid for is never bought twice. */
export async function summarize(
  engineOf: (choice: SummaryChoice) => SummaryEngine,
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const collected = await ports.reports.checkpoints.get(job.reportOid, 'collecting')
  if (collected === null) {
    throw new ReportFailure({ code: 'internal', params: { context: 'collected_gone' } })
  }
  const choice = await choiceFor(job, ports)
  const total = collected.messages + collected.system
  ports.hear({ type: 'progress', done: 0, total, unit: 'messages' })
  const messages = messagesAgain(ports.messages, job, signal)
  let hasSpoken = false
  const written = await engineOf(choice.summary).summarize(
    {
      room: job.room,
      total,
      timeZone: job.workbook.timeZone,
      language: job.workbook.language,
      messages,
    },
    (event) => {
      hasSpoken ||= event.type === 'text'
      ports.hear(event)
    },
    signal,
  )
  signal.throwIfAborted()
  const said =
    choice.instead === undefined
      ? written
      : {
          ...written,
          method: {
            ...written.method,
            fallbackReason: inEnglish(choice.instead),
            fallback: choice.instead,
          },
        }
  const whole = await lookBack(said, collected.statistics, { job, ports, signal, messages })
  const summary = { ...whole, headline: headlineOfPart(whole.headline, job) }
  // An engine that only quotes has all of its text at once; who watches sees it at the same place.
  if (!hasSpoken) {
    const text = [summary.headline, ...summary.keyPoints.map((point) => point.text)].join('\n')
    ports.hear({ type: 'text', text })
  }
  await keepCheckpoint(ports.reports.checkpoints, job, 'summarizing', summary, ports.now())
  return {}
}

/** A headline of some of the messages must not pass for one of all of them. */
const headlineOfPart = (headline: string, { filter, workbook }: ReportJob): string => {
  if (filter === undefined) return headline
  const speech = speechIn(workbook.language, workbook.timeZone)
  const part = partText(speech, filter, workbook.anonymize)
  return speech.say('headline_part', { headline, part })
}

/**
 * The engine that may read this room. Asked here, right before the reading, so that a room which was
 * closed to other computers while its report waited is not sent to one.
 */
async function choiceFor(
  { room, summary, instead }: ReportJob,
  { rooms }: StagePorts,
): Promise<{ summary: SummaryChoice; instead?: Reason }> {
  if (instead !== undefined) return { summary: { engine: 'extractive' }, instead }
  const mustStay = leavesComputer(summary) && (await rooms.isLocalOnly(room.roomOid))
  if (!mustStay || summary.engine === 'extractive') return { summary }
  const host = new URL(summary.baseUrl).host
  return {
    summary: { engine: 'extractive' },
    instead: { code: 'room_stays_here', params: { model: summary.model, host } },
  }
}
