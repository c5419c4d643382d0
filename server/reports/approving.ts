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
import type { ReportLog } from './report-log.ts'
import { IllegalTransition } from './state-machine.ts'

export interface ApprovingDeps {
  /** See `Mailing`. */
  mailing: {
    held(reportOid: string): StoredReport[] | null
    decide(reportOid: string, isApproved: boolean): Promise<StoredReport[] | null>
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
  log: Pick<ReportLog, 'of'>
  now(): number
}

/** What a link leads to. */
export interface LinkedApproval {
  reports: readonly StoredReport[]
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
  /** Carries out what was decided of these elsewhere, or before this process held them; nothing for the others. */
  heed(reportOids: readonly string[]): Promise<void>
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
    const [first] = reports
    const decided = first === undefined ? null : await mailing.decide(first.reportOid, isApproved)
    const said = verdict(isApproved)
    for (const { reportOid, roomOid, attempt } of decided ?? []) {
      const line = { attempt, level: 'info', id: 'report.approval', said, detail: { by } } as const
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
    const [first] = reports.map(({ reportOid }) => reportOid).toSorted()
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

  async function linked(token: string): Promise<Pick<LinkedApproval, 'reports' | 'until'> | null> {
    const claim = readLink(await signingKey(), token, deps.now())
    const reports = claim && (await waiting(claim.report))
    if (!claim || !reports || contentHash(reports) !== claim.hash) return null
    return { reports, until: claim.until }
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
      const [first] = found?.reports ?? []
      if (found === null || first === undefined) return null
      return { ...found, mail: await deps.preview(first) }
    },
    async decideByLink(token, isApproved) {
      const found = await linked(token)
      return found !== null && (await decide(found.reports, isApproved, 'link')) !== null
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
