import { setTimeout as sleep } from 'node:timers/promises'
import { sentence } from '../contract/sentences.ts'
import type { MailPreview } from '../contract/reports.ts'
import type { AskApprover } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import { contentHash } from './approval-link.ts'
import { hasMail } from './delivery-step.ts'
import { runLimits } from './limits.ts'
import type { ReportLog } from './report-log.ts'
import { waitBeforeRetry } from './retry-policy.ts'

export interface AskingDeps {
  /** All mails that are held here, each with its reports. */
  allHeld(): StoredReport[][]
  /** The reports of the mail that this one is held in; null if it is not held. */
  held(reportOid: string): StoredReport[] | null
  /** See `Approving`. */
  link(reportOid: string): Promise<{ token: string; until: number } | null>
  /** The address under which others reach a link; null: nobody does. */
  approvalUrl(token: string): string | null
  preview(report: StoredReport): Promise<MailPreview | null>
  askApprover: AskApprover
  log: Pick<ReportLog, 'of' | 'list'>
  now(): number
  /** 0 to 1, for jitter. */
  random(): number
  shutdown: AbortSignal
  onError(error: unknown): void
}

/** Asks by mail for the approval of what is held. */
export interface Asking {
  /**
   * Asks the approvers of these, which are held together. Who was asked for the same contents before is asked again
   * only once the link of that mail has ended, `runLimits.approvalMails` times in all.
   */
  ask(reports: readonly StoredReport[]): void
  /** Asks again for what still waits, where the links of its mails have ended. To be called now and then. */
  remind(): void
  /** Resolves once nobody is being asked. */
  idle(): Promise<void>
}

/** Of the line in the log of a report that says who was asked for its approval, what for, and until when. */
export const askedLineId = 'report.asked'

const keyOf = (reportOid: string, approver: string): string => `${reportOid} ${approver}`

export function createAsking(deps: AskingDeps): Asking {
  const { log, shutdown } = deps

  /** Nothing is to be done for these before this moment; without it each look would read their logs. */
  const quietUntil = new Map<string, number>()

  /** How often somebody was asked for these contents, and how long the last link is good. Also of earlier processes. */
  async function askedBefore(report: StoredReport, approver: string, hash: string) {
    const lines = await log.list(report.reportOid)
    const same = lines.filter(
      ({ id, detail }) =>
        id === askedLineId && detail?.['to'] === approver && detail['hash'] === hash,
    )
    const asked = same.filter(({ level }) => level === 'info')
    const last = asked.at(-1)
    // Lines of older versions say no end.
    const until =
      last && Number(last.detail?.['until'] ?? Date.parse(last.at) + runLimits.approvalLinkMs)
    const isTold = same.some(({ code }) => code === 'approver_silent')
    return { count: asked.length, until: until ?? 0, isTold }
  }

  async function askOne(reportOid: string, approver: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      // A person may have decided meanwhile, or changed what is to go out, which asks anew.
      const reports = deps.held(reportOid)
      const first = reports?.find((each) => each.reportOid === reportOid)
      const link = await deps.link(reportOid).catch(() => null)
      if (!reports || first === undefined || link === null) return
      const hash = contentHash(reports)
      const write = log.of(first.reportOid, first.roomOid)
      const line = { attempt: first.attempt, id: askedLineId }
      const before = await askedBefore(first, approver, hash)
      const key = keyOf(reportOid, approver)
      quietUntil.set(key, before.until)
      if (before.until > deps.now()) return
      if (before.count >= runLimits.approvalMails) {
        quietUntil.set(key, Infinity)
        const said = sentence('approver_silent', { address: approver, count: before.count })
        if (!before.isTold) write({ ...line, level: 'warn', said, detail: { to: approver, hash } })
        return
      }
      const url = deps.approvalUrl(link.token)
      const { workbook: look } = first.options
      const result = await deps.askApprover({
        approver,
        id: hash,
        askedBefore: before.count,
        subject: (await deps.preview(first))?.subject,
        recipients: first.options.recipients ?? [],
        files: reports.flatMap(({ workbook }) => (workbook === null ? [] : [workbook.fileName])),
        link: url === null ? null : { url, until: link.until },
        language: look?.language,
        timeZone: look?.timeZone,
        signal: shutdown,
      })
      if (shutdown.aborted && result.state === 'failed') return
      const isDone = result.state === 'uncertain' || hasMail(result.state)
      const said = isDone
        ? sentence('approver_asked', { address: approver })
        : sentence('approver_not_asked', { address: approver, reason: result.said })
      const detail = { to: approver, hash, until: link.until }
      write({ ...line, level: isDone ? 'info' : 'warn', said, detail })
      const wait = result.retryable ? waitBeforeRetry('recipient', tries, deps.random()) : null
      if (isDone || wait === null) {
        // Who cannot be reached is tried once more when a link would have ended.
        quietUntil.set(key, link.until)
        return
      }
      await sleep(wait, undefined, { signal: shutdown }).catch(() => undefined)
      if (shutdown.aborted) return
    }
  }

  /** Who is asked for these, each with the report by which they are. */
  function approversOf(reports: readonly StoredReport[]): Map<string, string> {
    const asked = new Map<string, string>()
    for (const { reportOid, options } of reports) {
      if (options.approver !== undefined && !asked.has(options.approver))
        asked.set(options.approver, reportOid)
    }
    return asked
  }

  const underWay = new Map<Promise<void>, string>()
  function begin(reportOid: string, approver: string): void {
    const asking = askOne(reportOid, approver)
      .catch(deps.onError)
      .finally(() => underWay.delete(asking))
    underWay.set(asking, keyOf(reportOid, approver))
  }

  return {
    ask(reports) {
      for (const [approver, reportOid] of approversOf(reports)) begin(reportOid, approver)
    },
    remind() {
      const asking = new Set(underWay.values())
      const waiting = new Set<string>()
      for (const reports of deps.allHeld()) {
        for (const [approver, reportOid] of approversOf(reports)) {
          const key = keyOf(reportOid, approver)
          waiting.add(key)
          const isDue = (quietUntil.get(key) ?? 0) <= deps.now()
          if (isDue && !asking.has(key)) begin(reportOid, approver)
        }
      }
      for (const key of quietUntil.keys()) if (!waiting.has(key)) quietUntil.delete(key)
    },
    async idle() {
      await Promise.allSettled(underWay.keys())
    },
  }
}
