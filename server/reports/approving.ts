import { randomBytes } from 'node:crypto'
import type { MailPreview } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { Dispatches } from '../ports/dispatches.ts'
import type { Notes } from '../ports/notes.ts'
import type { StoredReport } from '../ports/report.ts'
import { contentHash, readLink, signLink } from './approval-link.ts'
import { runLimits } from './limits.ts'
import type { ReportLog } from './report-log.ts'
import { IllegalTransition } from './state-machine.ts'

export interface ApprovingDeps {
  /** See `Mailing`. */
  mailing: {
    held(reportOid: string): StoredReport[] | null
    decide(reportOid: string, isApproved: boolean): Promise<StoredReport[] | null>
  }
  dispatches: Pick<Dispatches, 'release' | 'withdraw'>
  /** Told after a person has decided. */
  onDecided?(): void
  /** Called once held dispatches are let go. */
  onReleased(): void
  notes: Notes
  find(reportOid: string): Promise<StoredReport | null>
  preview(report: StoredReport): Promise<MailPreview | null>
  log: Pick<ReportLog, 'of'>
  now(): number
}

/** What a link leads to. */
export interface LinkedApproval {
  reports: StoredReport[]
  mail: MailPreview | null
  until: number
}

/** A person decides whether a finished report, or the digest it is a part of, goes out. */
export interface Approving {
  /**
   * The first decision counts. Durable once it resolves.
   *
   * @param by who decides, for the log of the report
   * @returns null if there is no such report
   * @throws IllegalTransition unless it waits for an approval
   */
  decide(reportOid: string, isApproved: boolean, by: string): Promise<StoredReport | null>
  /** A token by which anybody may decide, until its time is over or the report changes. As `decide`. */
  link(reportOid: string): Promise<{ token: string; until: number } | null>
  /** What a token leads to; null if it is not good, or no more. */
  look(token: string): Promise<LinkedApproval | null>
  /** Decides by a token; false if it is not good, or no more. */
  decideByLink(token: string, isApproved: boolean): Promise<boolean>
}

const keyNote = 'approval-key'
const keyBytes = 32

export function createApproving(deps: ApprovingDeps): Approving {
  const { mailing, notes } = deps
  let key: Promise<Buffer> | null = null

  /** The same over restarts, so that a link that lies in a mail stays good. */
  async function readKey(): Promise<Buffer> {
    const kept = await notes.read(keyNote)
    if (typeof kept === 'string') return Buffer.from(kept, 'base64')
    const made = randomBytes(keyBytes)
    await notes.write(keyNote, made.toString('base64'))
    return made
  }
  const signingKey = (): Promise<Buffer> => (key ??= readKey())

  async function held(reportOid: string): Promise<StoredReport[] | null> {
    const report = await deps.find(reportOid)
    if (report === null) return null
    const reports = mailing.held(reportOid)
    if (reports !== null) return reports
    const { state, delivery } = report
    throw new IllegalTransition({ context: 'approval', state, delivery })
  }

  /** Folder and webhook first: of a process that is killed in between, the mail asks once more. */
  async function decide(reports: readonly StoredReport[], isApproved: boolean, by: string) {
    for (const { reportOid } of reports) {
      if (isApproved) await deps.dispatches.release(reportOid, 'held', deps.now())
      else await deps.dispatches.withdraw(reportOid)
    }
    deps.onReleased()
    const [first] = reports
    const decided = first === undefined ? null : await mailing.decide(first.reportOid, isApproved)
    for (const { reportOid, roomOid, attempt } of decided ?? []) {
      const said = sentence(isApproved ? 'approved' : 'not_approved')
      const line = { attempt, level: 'info', id: 'report.approval', said, detail: { by } } as const
      deps.log.of(reportOid, roomOid)(line)
    }
    deps.onDecided?.()
    return decided
  }

  async function linked(token: string): Promise<{ reports: StoredReport[]; until: number } | null> {
    const claim = readLink(await signingKey(), token, deps.now())
    const reports = claim && mailing.held(claim.report)
    if (!claim || !reports || contentHash(reports) !== claim.hash) return null
    return { reports, until: claim.until }
  }

  return {
    async decide(reportOid, isApproved, by) {
      const reports = await held(reportOid)
      if (reports === null) return null
      const decided = await decide(reports, isApproved, by)
      return decided?.find((each) => each.reportOid === reportOid) ?? deps.find(reportOid)
    },
    async link(reportOid) {
      const reports = await held(reportOid)
      if (reports === null) return null
      const until = deps.now() + runLimits.approvalLinkMs
      const claim = { report: reportOid, hash: contentHash(reports), until }
      return { token: signLink(await signingKey(), claim), until }
    },
    async look(token) {
      const found = await linked(token)
      const [first] = found?.reports ?? []
      if (found === null || first === undefined) return null
      return { ...found, mail: await deps.preview(first) }
    },
    async decideByLink(token, isApproved) {
      const found = await linked(token)
      return found !== null && (await decide(found.reports, isApproved, 'link')) !== null
    },
  }
}
