import { setTimeout as sleep } from 'node:timers/promises'
import { sentence } from '../contract/sentences.ts'
import type { MailPreview } from '../contract/reports.ts'
import type { AskApprover } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import { contentHash } from './approval-link.ts'
import { hasMail } from './delivery-step.ts'
import type { ReportLog } from './report-log.ts'
import { waitBeforeRetry } from './retry-policy.ts'

export interface AskingDeps {
  /** The reports of the mail that this one is held in; null if it is not held. */
  held(reportOid: string): StoredReport[] | null
  /** See `Approving`. */
  link(reportOid: string): Promise<{ token: string; until: number } | null>
  /** The address under which others reach a link; null: nobody does. */
  approvalUrl(token: string): string | null
  preview(report: StoredReport): Promise<MailPreview | null>
  askApprover: AskApprover
  log: Pick<ReportLog, 'of' | 'list'>
  /** 0 to 1, for jitter. */
  random(): number
  shutdown: AbortSignal
  onError(error: unknown): void
}

/** Asks by mail for the approval of what is held. */
export interface Asking {
  /** Asks the approvers of these, which are held together, unless they were asked for the same contents before. */
  ask(reports: readonly StoredReport[]): void
  /** Resolves once nobody is being asked. */
  idle(): Promise<void>
}

const lineId = 'report.asked'

export function createAsking(deps: AskingDeps): Asking {
  const { log, shutdown } = deps
  const underWay = new Set<Promise<void>>()

  /** The log of the report remembers it, also over a restart. */
  async function isAsked(report: StoredReport, approver: string, hash: string): Promise<boolean> {
    const lines = await log.list(report.reportOid)
    return lines.some(
      ({ id, level, detail }) =>
        id === lineId && level === 'info' && detail?.['to'] === approver && detail['hash'] === hash,
    )
  }

  async function askOne(reportOid: string, approver: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      // A person may have decided meanwhile, or changed what is to go out, which asks anew.
      const reports = deps.held(reportOid)
      const first = reports?.find((each) => each.reportOid === reportOid)
      const link = await deps.link(reportOid).catch(() => null)
      if (!reports || first === undefined || link === null) return
      const hash = contentHash(reports)
      if (await isAsked(first, approver, hash)) return
      const url = deps.approvalUrl(link.token)
      const { workbook: look } = first.options
      const result = await deps.askApprover({
        approver,
        id: hash,
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
      log.of(
        first.reportOid,
        first.roomOid,
      )({
        attempt: first.attempt,
        level: isDone ? 'info' : 'warn',
        id: lineId,
        said,
        detail: { to: approver, hash },
      })
      if (isDone) return
      const wait = result.retryable ? waitBeforeRetry('recipient', tries, deps.random()) : null
      if (wait === null) return
      await sleep(wait, undefined, { signal: shutdown }).catch(() => undefined)
      if (shutdown.aborted) return
    }
  }

  return {
    ask(reports) {
      const asked = new Map<string, string>()
      for (const { reportOid, options } of reports) {
        if (options.approver !== undefined && !asked.has(options.approver))
          asked.set(options.approver, reportOid)
      }
      for (const [approver, reportOid] of asked) {
        const asking = askOne(reportOid, approver)
          .catch(deps.onError)
          .finally(() => underWay.delete(asking))
        underWay.add(asking)
      }
    },
    async idle() {
      await Promise.allSettled(underWay)
    },
  }
}
