import type { RecipientDelivery } from '../contract/reports.ts'
import { sentence, verbatim, type Sentence } from '../contract/sentences.ts'
import type { Summary } from '../contract/summary.ts'
import type { MailedReport, MailResult, NotMade, SendMail } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import { reportedOverview } from '../figures/overview/overview-name.ts'
import { roomFigures } from '../figures/room-figures.ts'
import { speechIn } from '../figures/speech-in.ts'
import { anonymized } from '../workbook/anonymize.ts'
import type { ReportFiles } from './report-files.ts'
import { secondsOf, waitBeforeRetry } from './retry-policy.ts'
import type { Tracker } from './tracker.ts'

/** Whether a recipient has the mail, as far as it depends on us. */
export const hasMail = (state: RecipientDelivery['state']): boolean =>
  state === 'sent' || state === 'saved'

/** Finished, and its mail is still to be sent. */
export const isWaiting = ({ state, delivery }: Pick<StoredReport, 'state' | 'delivery'>): boolean =>
  state === 'finished' && delivery === 'pending'

/** Sentences of a report whose mail a person has approved, or has asked for once more. */
const approvedCodes: readonly string[] = ['approved', 'mail_again', 'mail_waiting', 'mail_sending']

/**
 * It is to go to nobody before a person has approved it. Its last sentence says whether one has, which is durable
 * with the report; a report that is made once more has another sentence, and waits again.
 */
export const isHeld = (report: StoredReport): boolean =>
  report.options.approval === true && isWaiting(report) && !approvedCodes.includes(report.said.code)

/** What each report of a mail says once somebody has decided about it. */
export const verdict = (isApproved: boolean) => sentence(isApproved ? 'approved' : 'not_approved')

export interface DeliveryDeps {
  reports: Pick<Reports, 'checkpoints'>
  rooms: Pick<Rooms, 'get'>
  files: Pick<ReportFiles, 'find'>
  deliver: SendMail
}

/** Why a finished report cannot be sent, or what the mail tells of it. */
export async function mailed(
  deps: Omit<DeliveryDeps, 'deliver'>,
  report: StoredReport,
): Promise<MailedReport | { missing: Sentence }> {
  const { workbook } = report
  const key = workbook === null ? null : await deps.files.find(report.reportOid, workbook)
  const summary = await deps.reports.checkpoints.get(report.reportOid, 'summarizing')
  const room = reportedOverview(report) ?? (await deps.rooms.get(report.roomOid))?.room
  if (workbook === null || key === null) return { missing: sentence('workbook_gone') }
  if (summary === null || room === undefined) return { missing: sentence('room_or_summary_gone') }
  return {
    reportOid: report.reportOid,
    attempt: report.attempt,
    room: { roomOid: room.roomOid, name: room.name, source: room.source, format: room.format },
    ...(await content(deps, report, summary)),
    workbook: { key, fileName: workbook.fileName, bytes: workbook.bytes },
  }
}

/** Names become the same numbers as in the workbook where it has none. */
async function content(
  { reports: { checkpoints } }: Pick<DeliveryDeps, 'reports'>,
  { reportOid, options }: StoredReport,
  summary: Summary,
): Promise<Pick<MailedReport, 'summary' | 'figures'>> {
  if (options.workbook?.anonymize !== true) {
    return { summary, figures: (await checkpoints.figures(reportOid)) ?? undefined }
  }
  const statistics = (await checkpoints.get(reportOid, 'collecting'))?.statistics
  if (statistics === undefined) return { summary, figures: undefined }
  const unnamed = anonymized(
    { statistics, summary, messages: () => [] },
    speechIn(options.workbook.language, options.workbook.timeZone),
  )
  return { summary: unnamed.summary, figures: roomFigures(unnamed.statistics) }
}

export interface DeliveryRun {
  shutdown: AbortSignal
  /** 0 to 1. */
  random(): number
  /** Milliseconds; rejects when `shutdown` is aborted. */
  wait(milliseconds: number): Promise<void>
}

/** The list with news of some of its people; who is not in it yet comes to its end. */
function updated(
  known: readonly RecipientDelivery[],
  news: readonly RecipientDelivery[],
): RecipientDelivery[] {
  const byAddress = new Map([...known, ...news].map((each) => [each.address, each] as const))
  return [...byAddress.values()]
}

/** What to say when nothing more will be tried by itself. */
function settled(
  { state, said: reason }: Pick<MailResult, 'state' | 'said'>,
  recipients: readonly RecipientDelivery[],
): [state: MailResult['state'], said: Sentence] {
  const count = recipients.length
  const sent = recipients.filter((each) => hasMail(each.state)).length
  if (state === 'uncertain' || recipients.some((each) => each.state === 'uncertain')) {
    return ['uncertain', sentence('mail_uncertain', { reason })]
  }
  if (sent === count && state !== 'failed') return [state, sentence(`mail_${state}`, { count })]
  if (sent === 0) return ['failed', sentence('mail_failed', { reason })]
  const partly = { sent, count, reason: verbatim(missing(recipients)) }
  return ['failed', sentence('mail_partly_sent', partly)]
}

/** Who has not got it, and why, in the words of the server. */
const missing = (recipients: readonly RecipientDelivery[]): string =>
  recipients
    .filter(({ state }) => !hasMail(state))
    .map(({ address, answer }) => (answer === undefined ? address : `${address}: ${answer}`))
    .join('; ')

/** The reports of one mail, which share their recipients, language and zone. */
export interface Mail {
  trackers: readonly Tracker[]
  /** Rooms of the same request without a report; asked for when the mail is written. Default: none. */
  notMade?: (() => Promise<NotMade[]>) | undefined
}

/**
 * Delivers finished reports whose delivery is pending; never rejects. A server that is down, or wants
 * the mail later, is asked again some times, and only for those who have not got it; what may have
 * arrived is never sent again.
 */
export async function runDelivery(deps: DeliveryDeps, mail: Mail, run: DeliveryRun): Promise<void> {
  const trackers: Tracker[] = []
  const reports: MailedReport[] = []
  for (const tracker of mail.trackers) {
    if (!isWaiting(tracker.report)) continue
    const found = await mailed(deps, tracker.report)
    if ('missing' in found) {
      await tracker.deliver('failed', sentence('mail_failed', { reason: found.missing }))
    } else {
      trackers.push(tracker)
      reports.push(found)
    }
  }
  const [first] = trackers
  if (first === undefined) return
  const { options, recipients: known } = first.report
  const notMade = (await mail.notMade?.()) ?? []
  const deliver: Tracker['deliver'] = async (...change) =>
    (await Promise.all(trackers.map((each) => each.deliver(...change)))).every(Boolean)
  let recipients = updated(
    [...new Set(options.recipients)].map((address) => ({ address, state: 'pending' as const })),
    known,
  )
  for (let tries = 1; ; tries++) {
    const offeredTo = recipients.flatMap(({ address, state }) =>
      state === 'pending' ? [address] : [],
    )
    if (offeredTo.length === 0) {
      // A process that ended before the last word has left nobody to be asked.
      const over = { state: 'failed', said: verbatim(missing(recipients)) } as const
      await deliver(...settled(over, recipients), { recipients })
      return
    }
    const onSending = async (): Promise<void> => {
      const said = sentence('mail_sending', { count: offeredTo.length })
      if (await deliver('sending', said, { recipients })) return
      throw new Error('That the mail is being sent could not be written to disk first.')
    }
    const result = await deps.deliver({
      reports,
      notMade,
      recipients: options.recipients ?? [],
      offeredTo,
      language: options.workbook?.language,
      timeZone: options.workbook?.timeZone,
      onSending,
      signal: run.shutdown,
    })
    // A stopped server settles nothing: the next start sends what was pending and doubts what was sending.
    const gotNone = result.recipients.every(({ state }) => !hasMail(state))
    if (run.shutdown.aborted && result.state === 'failed' && gotNone) return
    recipients = updated(recipients, result.recipients)
    for (const { address, state, answer } of result.recipients) {
      if (hasMail(state)) continue
      const said = verbatim(`${address}: ${answer ?? state}`)
      for (const tracker of trackers) tracker.log('report.recipient', said, { state })
    }
    const again = result.state === 'failed' && result.retryable
    const policy = result.recipients.length === 0 ? 'delivery' : 'recipient'
    const wait = again ? waitBeforeRetry(policy, tries, run.random()) : null
    if (wait === null) {
      recipients = recipients.map((each) =>
        each.state === 'pending' ? { ...each, state: 'failed' } : each,
      )
      await deliver(...settled(result, recipients), { recipients })
      return
    }
    for (const tracker of trackers) sayWaiting(tracker, wait, result.said, recipients)
    try {
      await run.wait(wait)
    } catch {
      return
    }
  }
}

/** Says that the mail is offered again, in the state in which a killed process may send it again. */
function sayWaiting(
  tracker: Tracker,
  milliseconds: number,
  reason: Sentence,
  recipients: readonly RecipientDelivery[],
): void {
  const waiting = sentence('mail_waiting', {
    seconds: secondsOf(milliseconds),
    reason,
  })
  if (tracker.report.delivery === 'pending') void tracker.say(waiting, { recipients })
  else void tracker.deliver('pending', waiting, { recipients })
}
