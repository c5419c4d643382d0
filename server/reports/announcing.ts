import { createHash } from 'node:crypto'
import type { Destination } from '../contract/dispatches.ts'
import type { WorkbookFile } from '../contract/reports.ts'
import { amountsOf } from '../figures/lists.ts'
import type { Dispatches, NewDispatch } from '../ports/dispatches.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'

/** How a report has ended, a moment before it says so itself. */
export type Ending =
  { state: 'finished'; workbook: WorkbookFile } | { state: 'failed'; code: string }

export interface AnnouncingDeps {
  dispatches: Pick<Dispatches, 'add' | 'withdraw'>
  reports: { checkpoints: Pick<Reports['checkpoints'], 'get' | 'collected'> }
  /** Called once something is to be brought. */
  onAdded(): void
  now(): number
}

/**
 * Puts a report that is about to end on its way to the folder and the webhook for which it was made. Before the
 * report says that it has ended: a process that is killed in between repeats this, which changes nothing.
 */
export type Announce = (report: StoredReport, ending: Ending) => Promise<void>

/** The same for each attempt and destination, whoever makes it. */
const oidOf = ({ reportOid, attempt }: StoredReport, destination: Destination): string =>
  `msg_${createHash('sha256')
    .update([reportOid, attempt, destination].join('\n'))
    .digest('hex')
    .slice(0, 32)}`

export function createAnnouncing(deps: AnnouncingDeps): Announce {
  const { dispatches, reports } = deps

  /** Ids and counts alone: what people wrote goes to nobody who was not asked for by name. */
  async function bodyOf(report: StoredReport, ending: Ending): Promise<string> {
    const { reportOid, roomOid, batchOid, attempt, options } = report
    const ids = { reportOid, roomOid, batchOid, attempt }
    const period = { from: options.from ?? null, to: options.to ?? null }
    return JSON.stringify({
      type: `report.${ending.state}`,
      timestamp: new Date(deps.now()).toISOString(),
      data:
        ending.state === 'failed'
          ? { ...ids, period, error: { code: ending.code } }
          : { ...ids, period, ...(await countsOf(reportOid)), workbook: sizeOf(ending.workbook) },
    })
  }

  async function countsOf(reportOid: string): Promise<object> {
    const { checkpoints } = reports
    const collected = await checkpoints.collected(reportOid)
    const summary = await checkpoints.get(reportOid, 'summarizing')
    if (collected === null || summary === null) return {}
    const { decisions, actionItems, openQuestions } = amountsOf(summary)
    const { messages } = collected
    return { messages, counts: { decisions, actionItems, openQuestions } }
  }

  return async (report, ending) => {
    const { destinations = [], approval = false } = report.options
    const isHeld = approval && ending.state === 'finished' && report.delivery === 'pending'
    const wanted = destinations.filter((each) => each === 'webhook' || ending.state === 'finished')
    if (wanted.length === 0) return
    const made = await Promise.all(
      wanted.map(async (destination): Promise<NewDispatch> => ({
        dispatchOid: oidOf(report, destination),
        reportOid: report.reportOid,
        attempt: report.attempt,
        destination,
        body: destination === 'webhook' ? await bodyOf(report, ending) : '',
        state: isHeld ? 'held' : 'pending',
        dueAt: deps.now(),
      })),
    )
    // What was held is of a workbook that is there no more.
    await dispatches.withdraw(report.reportOid)
    await dispatches.add(made)
    deps.onAdded()
  }
}

const sizeOf = ({ bytes, sha256 }: WorkbookFile) => ({ bytes, sha256 })
