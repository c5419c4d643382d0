import { sentence } from '../contract/sentences.ts'
import type { Queue } from '../ports/queue.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Ask, Reports } from '../ports/reports.ts'
import type { ActiveReport, ActiveReports } from './active-reports.ts'
import type { Mailing } from './mailing.ts'
import { handBackReports, recoverReports } from './recovery.ts'
import type { Telling } from './status.ts'

export interface SharingDeps {
  reports: Reports
  /** Under this name this process holds reports. */
  owner: string
  queue: Pick<Queue, 'push'>
  active: ActiveReports
  mailing: Pick<Mailing, 'due' | 'sendDue' | 'withdraw' | 'handOver'>
  telling: Telling
  /** See `Approving`. */
  heedDecisions(reportOids: readonly string[]): Promise<void>
  onStorageError(error: unknown): void
}

/** What this process has to do with what other processes, or an earlier one in its place, do and leave. */
export interface Sharing {
  /** Goes on with what an earlier process in the place of this one had held. */
  takeUp(): Promise<void>
  /** Goes on with what nodes have left that live no more. @returns how many reports that were */
  takeOver(): Promise<number>
  /** Leaves all that is held here to the others, at once. */
  leave(): Promise<void>
  /** Does what anybody asks of a report that is made here, from now on. */
  follow(): Promise<void>
  /** Does what was asked of this one before it was heard. */
  obey(entry: ActiveReport): Promise<void>
}

export function createSharing(deps: SharingDeps): Sharing {
  const { reports, owner, queue, active, mailing, telling } = deps
  const recovery = { reports, telling }

  function heed({ cancel, quotes, tracker }: ActiveReport, ask: Ask): void {
    if (ask === 'quotes') return quotes.abort()
    if (cancel.signal.aborted) return
    cancel.abort()
    void tracker.say(sentence('cancelling'))
  }

  async function goOn(taken: readonly StoredReport[]): Promise<void> {
    const undelivered = await recoverReports({ ...recovery, taken })
    mailing.due(undelivered.map(active.track))
    if (taken.length > 0) await queue.push([])
  }

  async function heedAll(reportOids: readonly string[]): Promise<void> {
    for (const [reportOid, ask] of await reports.asked(reportOids)) {
      const entry = active.get(reportOid)
      if (entry !== undefined) heed(entry, ask)
    }
  }

  return {
    takeUp: async () => goOn(await reports.takeUp(owner)),
    async takeOver() {
      const taken = await reports.takeOver(owner)
      await goOn(taken)
      await mailing.sendDue()
      // What could not be heard.
      const held = active.oids()
      if (held.length > 0) {
        await heedAll(held)
        await deps.heedDecisions(held)
      }
      return taken.length
    },
    async leave() {
      await handBackReports({ ...recovery, taken: await reports.takeUp(owner) })
      await queue.push([])
    },
    async follow() {
      await reports.followAsks((reportOid, ask) => {
        const entry = active.get(reportOid)
        if (entry !== undefined) heed(entry, ask)
      })
      await reports.followLetGo((reportOid, why) => {
        const report = active.get(reportOid)?.tracker.report
        if (report === undefined) return
        const gone = why === 'withdraw' ? mailing.withdraw(report) : mailing.handOver(reportOid)
        void gone.catch(deps.onStorageError)
      })
      await reports.followDecisions((reportOid) => {
        if (active.has(reportOid)) {
          void deps.heedDecisions([reportOid]).catch(deps.onStorageError)
        }
      })
    },
    obey: ({ tracker }) => heedAll([tracker.report.reportOid]),
  }
}
