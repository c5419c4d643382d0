import { randomBytes } from 'node:crypto'
import type { MailPreview } from '../contract/reports.ts'
import type { Dispatches } from '../ports/dispatches.ts'
import type { Notes } from '../ports/notes.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Decision, Reports } from '../ports/reports.ts'
import { contentHash, readLink, signLink } from './approval-link.ts'
import { isWaiting, verdict } from './delivery-step.ts'
import { batchOf, isDigest } from './batch.ts'
import { runLimits } from './limits.ts'
import { askedLineId } from './asking-approval.ts'
import type { ReportLog } from './report-log.ts'
import { IllegalTransition } from './state-machine.ts'

export interface ApprovingDeps {
  /** See `Mailing`. */
  mailing: {
    held(reportOid: string): StoredReport[] | null
    decide(reportOids: readonly string[], isApproved: boolean): Promise<StoredReport[] | null>
  }
  dispatches: Pick<Dispatches, 'release' | 'withdraw'>
  reports: Pick<Reports, 'get' | 'list' | 'isHeldElsewhere' | 'decide' | 'decisions'>
  /** Told after a person has decided. */
  onDecided?(): void
  /** Called once held dispatches are let go. */
  onReleased(): void
  notes: Notes
  find(reportOid: string): Promise<StoredReport | null>
  preview(report: StoredReport): Promise<MailPreview | null>
  log: Pick<ReportLog, 'of' | 'list'>
  now(): number
}

/** What a link leads to. */
export interface LinkedApproval {
  reports: readonly StoredReport[]
  mail: MailPreview | null
  until: number
}

/** Why nothing can be decided by a link, for whoever has opened it. */
export interface DeadLink {
  /**
   * `changed`: another workbook or other recipients, or it is being made once more; `withdrawn`: its mail goes to
   * nobody, without a decision, because its room was deleted.
   */
  why: 'unknown' | 'deleted' | 'withdrawn' | 'expired' | 'approved' | 'declined' | 'changed'
  /** Null where it is unknown or deleted. */
  report: StoredReport | null
  /** Milliseconds since 1970; 0 where the link is unknown. */
  until: number
  /** Who has got a newer mail with a link to the same; null: nobody. */
  newer: string | null
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
  /** What a token leads to, or why it leads nowhere. */
  look(token: string): Promise<LinkedApproval | DeadLink>
  /** Decides by a token; false if it is not good, or no more. */
  decideByLink(token: string, isApproved: boolean): Promise<boolean>
  /** Carries out what was decided of these elsewhere, or before this process held them; nothing for the others. */
  heed(reportOids: readonly string[]): Promise<void>
}

const keyNote = 'approval-key'
/** Of the line in the log of a report that says what a person has decided. */
const verdictLineId = 'report.approval'

/** With it a decision on all of them is kept. */
const firstOf = (reports: readonly StoredReport[]): string | undefined =>
  reports.map(({ reportOid }) => reportOid).toSorted()[0]

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

  /** The reports of the mail that waits with this one, here or at another node; null where none waits. */
  async function waiting(reportOid: string): Promise<readonly StoredReport[] | null> {
    const here = mailing.held(reportOid)
    if (here !== null) return here
    const stored = await deps.reports.get(reportOid)
    // All reports of a held mail say so, those too that need no approval themselves. A digest that others of its
    // request are still missing from waits for none yet.
    const isOffered = (each: StoredReport): boolean =>
      isWaiting(each) && each.said.code === 'waits_for_approval'
    if (stored === null || !isOffered(stored)) return null
    if (!(await deps.reports.isHeldElsewhere(reportOid))) return null
    if (!isDigest(stored)) return [stored]
    const batch = await batchOf(deps.reports, stored.batchOid)
    return batch.filter((each) => isDigest(each) && isOffered(each))
  }

  async function held(reportOid: string): Promise<readonly StoredReport[] | null> {
    const report = await deps.find(reportOid)
    if (report === null) return null
    return (await waiting(reportOid)) ?? refuse(report)
  }
  function refuse({ state, delivery }: StoredReport): never {
    throw new IllegalTransition({ context: 'approval', state, delivery })
  }

  /** Folder and webhook first: of a process that is killed in between, the mail asks once more. */
  async function carryOut(reports: readonly StoredReport[], { isApproved, by }: Decision) {
    for (const { reportOid } of reports) {
      if (isApproved) await deps.dispatches.release(reportOid, 'held', deps.now())
      else await deps.dispatches.withdraw(reportOid)
    }
    deps.onReleased()
    const decided = await mailing.decide(
      reports.map(({ reportOid }) => reportOid),
      isApproved,
    )
    const said = verdict(isApproved)
    for (const { reportOid, roomOid, attempt } of decided ?? []) {
      const line = { attempt, level: 'info', id: verdictLineId, said, detail: { by } } as const
      deps.log.of(reportOid, roomOid)(line)
    }
    deps.onDecided?.()
    return decided
  }

  /** What is decided here is heard here, too, and would be carried out twice at once. */
  const deciding = new Set<string>()

  /** @returns the reports as they are then; null where somebody was faster */
  async function decide(reports: readonly StoredReport[], isApproved: boolean, by: string) {
    const decision = { isApproved, by, hash: contentHash(reports) }
    const first = firstOf(reports)
    if (first === undefined) return null
    deciding.add(first)
    try {
      if (!(await deps.reports.decide(first, decision))) return null
      const here = mailing.held(first)
      if (here !== null) return await carryOut(here, decision)
    } finally {
      deciding.delete(first)
    }
    // Its holder hears of it, and says so itself.
    return reports.map((report) => ({ ...report, said: verdict(isApproved) }))
  }

  type Linked = Pick<LinkedApproval, 'reports' | 'until'>

  async function linked(token: string): Promise<Linked | DeadLink> {
    const dead = { report: null, until: 0, newer: null }
    const claim = readLink(await signingKey(), token)
    if (claim === null) return { ...dead, why: 'unknown' }
    const { until, hash } = claim
    const report = await deps.find(claim.report)
    if (report === null) return { ...dead, why: 'deleted', until }
    const lines = await deps.log.list(report.reportOid)
    const over = (why: DeadLink['why'], newer: string | null = null): DeadLink => ({
      why,
      report,
      until,
      newer,
    })
    const reports = await waiting(claim.report)
    if (reports === null) {
      if (report.state !== 'finished') return over('changed')
      const verdicts = lines.filter(({ id }) => id === verdictLineId)
      const last = verdicts.findLast(({ attempt }) => attempt === report.attempt)
      if (last === undefined) return over(report.delivery === 'none' ? 'withdrawn' : 'changed')
      return over(last.code === verdict(true).code ? 'approved' : 'declined')
    }
    if (contentHash(reports) !== hash) return over('changed')
    // Decided at another node, which has not carried it out yet.
    const first = firstOf(reports)
    const decided =
      first === undefined ? undefined : (await deps.reports.decisions([first])).get(first)
    if (decided?.hash === hash) return over(decided.isApproved ? 'approved' : 'declined')
    if (until > deps.now()) return { reports, until }
    const isNewer = ({ id, level, detail }: (typeof lines)[number]): boolean =>
      id === askedLineId &&
      level === 'info' &&
      detail?.['hash'] === hash &&
      Number(detail['until'] ?? 0) > deps.now()
    const to = lines.find(isNewer)?.detail?.['to']
    return over('expired', to === undefined ? null : String(to))
  }

  return {
    async decide(reportOid, isApproved, by) {
      const reports = await held(reportOid)
      if (reports === null) return null
      const decided = await decide(reports, isApproved, by)
      const stored = decided?.find((each) => each.reportOid === reportOid)
      if (stored !== undefined) return stored
      const now = await deps.find(reportOid)
      return now === null ? null : refuse(now)
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
      if ('why' in found) return found
      const [first] = found.reports
      return { ...found, mail: first === undefined ? null : await deps.preview(first) }
    },
    async decideByLink(token, isApproved) {
      const found = await linked(token)
      return !('why' in found) && (await decide(found.reports, isApproved, 'link')) !== null
    },
    async heed(reportOids) {
      for (const [reportOid, decision] of await deps.reports.decisions(reportOids)) {
        const reports = deciding.has(reportOid) ? null : mailing.held(reportOid)
        if (reports !== null && contentHash(reports) === decision.hash) {
          await carryOut(reports, decision)
        }
      }
    },
  }
}
