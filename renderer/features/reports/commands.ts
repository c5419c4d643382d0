import pLimit from 'p-limit'
import type { Group } from '../../../server/contract/groups.ts'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import { isTerminal, type Report } from '../../../server/contract/reports.ts'
import type { ReportFormat } from '../../../server/contract/desktop-api.ts'
import { unwrap } from '../../api/desktop.ts'
import type { Told } from '../../ui/sentences.ts'
import { RestError } from '../../api/rest-error.ts'
import { planMails, type MailPlan } from './mail-plan.ts'
import { createCommand, createHostCall, createRequest } from '../../api/services.ts'

/** A report that the server would not cancel or retry, and why. */
export interface Refusal extends Told {
  reportOid: string
}

/** Requests in flight at once; the browser has six connections, one of them is the live stream. */
const inFlight = pLimit(4)

/** Runs `act` on every item, a few at a time. */
const mapFew = <T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> =>
  Promise.all(items.map((item) => inFlight(act, item)))

const forEach = async (
  reportOids: readonly string[],
  act: (reportOid: string) => Promise<Report>,
): Promise<{ reports: Report[]; refused: Refusal[] }> => {
  const reports: Report[] = []
  const refused: Refusal[] = []
  await mapFew(reportOids, async (oid) => {
    try {
      reports.push(await act(oid))
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      const { code, params, message } = error
      refused.push({ reportOid: oid, code, params, message })
    }
  })
  return { reports, refused }
}

/** Failed reports whose reason is read at the start. */
const listedFailures = 1_000

/** Batches under way that are counted whole; a program may start its reports one by one. */
const countedBatches = 50

/**
 * Reads what a start (or a lost cursor) has to know: every report that has not ended, the reasons of
 * those that failed, and by name those that `still` thought to be under way.
 */
export const loadReports = createCommand(
  'reports/load',
  async ({ still = [] }: { still?: string[] }, { extra: { rest, live } }) => {
    const states = ['queued', 'collecting', 'summarizing', 'writing'] as const
    const lists = await Promise.all([
      ...states.map((state) => rest.reports({ state })),
      rest.reports({ state: 'failed', max: listedFailures }),
    ])
    const known = new Set(lists.flat().map(({ reportOid }) => reportOid))
    const others = await forEach(
      still.filter((oid) => !known.has(oid)),
      (oid) => rest.report(oid),
    )
    const all = [...lists.flat(), ...others.reports]
    const open = all.filter(({ state }) => !isTerminal(state))
    live.follow(open)
    // Those of their batches that have ended are counted with them, also after a crash.
    const batchOids = [...new Set(open.flatMap(({ batchOid }) => batchOid ?? []))]
    const batches = await mapFew(batchOids.slice(0, countedBatches), (batchOid) =>
      rest.reports({ batchOid }),
    )
    return [...all, ...batches.flat()]
  },
)

/** One report whole, where only a room's word about it was known. */
export const loadReport = createRequest('reports/load-one', (rest) => rest.report)

/** Reports of one room that are listed at most, the newest first. */
const listedOfRoom = 20

export const loadRoomReports = createCommand(
  'reports/load-of-room',
  async (roomOid: string, { extra: { rest } }) => rest.reports({ roomOid, max: listedOfRoom }),
)

/** The reports that were started together. */
export const loadBatch = createCommand(
  'reports/load-batch',
  async (batchOid: string, { extra: { rest } }) => rest.reports({ batchOid }),
)

/** The rooms of an overview, with their reports. */
export const loadCovered = createRequest('reports/load-covered', (rest) => rest.covered)

/** Workbooks listed at most; older ones are still in the folder. */
const listedWorkbooks = 2_000

export const loadWorkbooks = createCommand(
  'reports/load-workbooks',
  async (_: undefined, { extra: { rest } }) =>
    rest.reports({ state: 'finished', max: listedWorkbooks }),
)

export interface Trigger {
  roomOids: string[]
  options: ReportOptions
  /** Whose choices count where the options leave something open. */
  groupOid?: string | undefined
}

export const triggerReports = createCommand(
  'reports/trigger',
  async (trigger: Trigger, { extra: { rest, live } }) => {
    const answer = await rest.trigger(trigger, crypto.randomUUID())
    // What was said before this answer arrived is not lost: a subscription begins with the last status.
    live.follow(answer.reports)
    return answer
  },
)

/** Starts an overview of these rooms, and the reports that it lacks. */
export const startOverview = createCommand(
  'reports/overview',
  async (trigger: Trigger, { extra: { rest, live } }) => {
    const answer = await rest.overview(trigger, crypto.randomUUID())
    const started = [...answer.reports, answer.report]
    live.follow(started)
    return { reports: started, rejected: answer.rejected }
  },
)

/** The group whose reports are started, with what it has chosen. */
export type GroupOfReports = Pick<Group, 'groupOid' | 'options' | 'delivery'>

/** What a person starts. */
export interface ReportsAsked {
  roomOids: string[]
  /** One workbook over all of these rooms, in place of one for each. */
  isOverview: boolean
  /** What it has chosen counts, also its period and filter. Default: none. */
  group?: GroupOfReports
}

/** Asked right before a start, because the settings may have been changed elsewhere. */
export const readMailPlan = createCommand(
  'reports/read-mail-plan',
  async (
    { roomOids, isOverview, group }: ReportsAsked,
    { extra: { rest } },
  ): Promise<MailPlan & { isSent: boolean }> => {
    const [settings, own] = await Promise.all([rest.settings(), rest.ownChoices()])
    const { recipients, smtpHost } = settings.values
    const plan = planMails({
      roomOids,
      isOverview,
      isDigest: (group?.delivery ?? group?.options?.delivery) === 'digest',
      usual: group?.options?.recipients ?? recipients,
      ofSettings: recipients,
      own,
    })
    // Without a mail server the mail is only saved in the outbox.
    return { ...plan, isSent: smtpHost !== null }
  },
)

/** What the summaries of a request would take, before it is made. */
export const estimateReports = createCommand(
  'reports/estimate',
  ({ roomOids, options }: Pick<Trigger, 'roomOids' | 'options'>, { extra: { rest }, signal }) =>
    rest.estimate(roomOids, options, signal),
)

export const cancelReports = createCommand(
  'reports/cancel',
  async (reportOids: string[], { extra: { rest } }) => forEach(reportOids, rest.cancel),
)

export const retryReports = createCommand(
  'reports/retry',
  async (reportOids: string[], { extra: { rest, live } }) =>
    forEach(reportOids, async (oid) => {
      const report = await rest.retry(oid)
      live.follow([report])
      return report
    }),
)

/** The server starts it before all others that wait. */
export const runReportNext = createRequest('reports/run-next', (rest) => rest.runNext)

/** The summary is written with quotes, whatever the model may still say. */
export const takeQuotes = createRequest('reports/take-quotes', (rest) => rest.quotes)

export const openWorkbook = createHostCall('reports/open', (desktop) => desktop.openWorkbook)

export const showWorkbook = createHostCall('reports/show', (desktop) => desktop.showWorkbook)

/** Resolves to the name it was saved under, or null if the person closed the dialog. */
export const saveWorkbookAs = createHostCall('reports/save', (desktop) => desktop.saveWorkbookAs)

/** The report or its transcript in another form; resolves as `saveWorkbookAs` does. */
export const saveReportAs = createCommand(
  'reports/save-other',
  async (
    { reportOid, format }: { reportOid: string; format: ReportFormat },
    { extra: { desktop } },
  ) => unwrap(desktop.saveReportAs(reportOid, format)),
)

/** To be called within `dragstart`: the system drags the file from there. */
export const dragWorkbook = createHostCall('reports/drag', (desktop) => desktop.dragWorkbook)

/** Asks the host, which asks the person: an address in a workbook comes from a chat. */
export const openLink = createHostCall('reports/open-link', (desktop) => desktop.openExternal)
