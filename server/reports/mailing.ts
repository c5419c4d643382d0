import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredReport } from '../ports/report.ts'
import type { ActiveReport } from './active-reports.ts'
import { isWaiting, runDelivery, type DeliveryDeps } from './delivery-step.ts'
import { sentence } from '../contract/sentences.ts'
import { createHolding } from './holding.ts'
import { createDigests, isDigest, notMade, type DigestDeps, type NotMadeDeps } from './digests.ts'

/** The mails of finished reports, which are sent beside the stages: no report waits for a mail server. */
export interface Mailing {
  /** These will be made; a digest of their request waits for them. */
  expect(reports: readonly StoredReport[]): void
  /** Their mail is to be sent: at once, or with the others of their request. Released once it is settled. */
  due(entries: readonly ActiveReport[]): void
  /** This one has ended without a mail. */
  left(report: StoredReport): void
  /** Takes a report out of a digest that is not on its way yet. */
  withdraw(reportOid: string): Promise<void>
  /** As that of `Digests`. */
  takeBack(reportOid: string): boolean
  /** The reports that wait for an approval together with this one; null if it does not wait for one. */
  held(reportOid: string): StoredReport[] | null
  /** Says what a person has decided of them, and sends them where that is to be. Null as for `held`. */
  decide(reportOid: string, isApproved: boolean): Promise<StoredReport[] | null>
  /** Resolves once no mail is on its way. */
  idle(): Promise<void>
}

export type MailingDeps = DeliveryDeps &
  NotMadeDeps &
  Pick<DigestDeps, 'release'> & {
    shutdown: AbortSignal
    /** 0 to 1, for jitter. */
    random(): number
  }

export function createMailing(deps: MailingDeps): Mailing {
  const { shutdown, random, release } = deps
  const underWay = new Set<Promise<void>>()

  function send(entries: readonly ActiveReport[], batchOid?: string): void {
    const stop = AbortSignal.any([shutdown, ...entries.map(({ lost }) => lost)])
    const trackers = entries.map(({ tracker }) => tracker)
    const missing = batchOid === undefined ? undefined : () => notMade(deps, batchOid)
    const running = runDelivery(
      deps,
      { trackers, notMade: missing },
      {
        shutdown: stop,
        random,
        wait: (milliseconds) => sleep(milliseconds, undefined, { signal: stop }),
      },
    ).finally(() => {
      underWay.delete(running)
      // Where one of them was taken over by somebody else, the others get their mail without it.
      const kept = entries.filter(({ lost }) => !lost.aborted)
      const again = kept.filter(({ tracker }) => isWaiting(tracker.report))
      const goesOn = !shutdown.aborted && again.length > 0 && kept.length < entries.length
      for (const entry of entries) if (!goesOn || !again.includes(entry)) release(entry)
      if (goesOn) send(again, batchOid)
    })
    underWay.add(running)
  }

  const holding = createHolding({ send, release })
  const digests = createDigests({ send: holding.offer, release })

  /** The others of a digest wait for this one again, or without it. */
  function leaveHeld(reportOid: string): ActiveReport | null {
    const mail = holding.take(reportOid)
    if (mail === null) return null
    const isThis = ({ tracker }: ActiveReport): boolean => tracker.report.reportOid === reportOid
    const [entry] = mail.entries.filter(isThis)
    const others = mail.entries.filter((each) => !isThis(each))
    if (mail.batchOid !== undefined && entry !== undefined) {
      digests.expect([entry.tracker.report])
      digests.join(others)
    }
    return entry ?? null
  }

  return {
    ...digests,
    due(entries) {
      for (const entry of entries) if (!isDigest(entry.tracker.report)) holding.offer([entry])
      digests.join(entries.filter(({ tracker }) => isDigest(tracker.report)))
    },
    takeBack: (reportOid) => leaveHeld(reportOid) !== null || digests.takeBack(reportOid),
    async withdraw(reportOid) {
      const entry = leaveHeld(reportOid)
      if (entry === null) return digests.withdraw(reportOid)
      await entry.tracker.deliver('none', sentence('workbook_ready'))
      release(entry)
      digests.left(entry.tracker.report)
    },
    held: (reportOid) =>
      holding.find(reportOid)?.entries.map((each) => each.tracker.report) ?? null,
    async decide(reportOid, isApproved) {
      const mail = holding.take(reportOid)
      if (mail === null) return null
      await holding.decide(mail, isApproved)
      return mail.entries.map(({ tracker }) => tracker.report)
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
