import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { ActiveReport } from './active-reports.ts'
import { isWaiting, runDelivery, type DeliveryDeps } from './delivery-step.ts'
import { sentence } from '../contract/sentences.ts'
import { createHolding } from './holding.ts'
import { isDigest } from './batch.ts'
import { createDigests, notMade, type DigestDeps, type NotMadeDeps } from './digests.ts'

/** The mails of finished reports, which are sent beside the stages: no report waits for a mail server. */
export interface Mailing {
  /** Their mail is to be sent: at once, or with the others of their request. Released once it is settled. */
  due(entries: readonly ActiveReport[]): void
  /** This one has ended without a mail; that of its request may have waited for it. */
  left(report: StoredReport): void
  /** As that of `Digests`. */
  takeBack(reportOid: string): boolean
  /** Lets go of a report that waits for an approval, so that another node may change it; nothing where it does not wait here. */
  handOver(reportOid: string): Promise<void>
  /** All mails that wait for an approval here, each with its reports. */
  allHeld(): StoredReport[][]
  /** The reports that wait for an approval together with this one; null if it does not wait for one. */
  held(reportOid: string): StoredReport[] | null
  /**
   * Says what a person has decided of these, which are held together, and sends them where that is to be. What has
   * joined them since nobody has seen, so that it waits on. Null if they wait no more.
   */
  decide(reportOids: readonly string[], isApproved: boolean): Promise<StoredReport[] | null>
  /** As that of `Digests`. */
  looked(): Promise<void>
  /** As that of `Digests`. */
  isMailed(entry: ActiveReport): boolean
  /** Takes a report out of a digest that is not on its way yet. */
  withdraw(report: StoredReport): Promise<void>
  /** Sends what waits for one mail although all of its request has ended: whose turn that was has died. */
  sendDue(): Promise<void>
  /** Resolves once no mail is on its way. */
  idle(): Promise<void>
}

export type MailingDeps = DeliveryDeps &
  NotMadeDeps &
  Pick<DigestDeps, 'owner' | 'track' | 'release' | 'onStorageError'> & {
    reports: Pick<Reports, 'checkpoints' | 'get' | 'list' | 'takeBatch' | 'dueBatches'>
    shutdown: AbortSignal
    /** See `HoldingDeps`. */
    onHeld(reports: readonly StoredReport[]): void
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
      for (const entry of entries) if (!goesOn || !again.includes(entry)) void release(entry)
      if (goesOn) send(again, batchOid)
    })
    underWay.add(running)
  }

  const holding = createHolding({ send, release, onHeld: deps.onHeld })
  const digests = createDigests({ ...deps, send: holding.offer })
  /** Looks whether a mail can go out. */
  const looking = new Set<Promise<void>>()
  function begin(look: Promise<void>): void {
    looking.add(look)
    void look.catch(deps.onStorageError).finally(() => looking.delete(look))
  }

  /** What waits for an approval with this one, and waits for none any more. */
  function leaveHeld(reportOid: string) {
    const mail = holding.take(reportOid)
    const isThis = ({ tracker }: ActiveReport): boolean => tracker.report.reportOid === reportOid
    const entry = mail?.entries.find(isThis)
    if (mail === null || entry === undefined) return null
    return { entry, others: mail.entries.filter((each) => !isThis(each)), batchOid: mail.batchOid }
  }

  /** @returns whether it was in a mail that is held */
  async function withdrawHeld({ reportOid }: StoredReport): Promise<boolean> {
    const mail = leaveHeld(reportOid)
    if (mail === null) return false
    // Before anything is awaited: whoever decides of the others meanwhile would find none.
    holding.offer(mail.others, mail.batchOid)
    await mail.entry.tracker.deliver('none', sentence('workbook_ready'))
    void release(mail.entry)
    return true
  }

  return {
    isMailed: digests.isMailed,
    looked: digests.looked,
    async withdraw(report) {
      if (await withdrawHeld(report)) return
      if (!isDigest(report) || !isWaiting(report)) return
      await digests.withdraw(report)
      // While that waited for its turn the others may have taken it along into a mail that is held.
      await withdrawHeld(report)
    },
    left(report) {
      begin(digests.ended(report))
    },
    due(entries) {
      const shared: ActiveReport[] = []
      for (const entry of entries) {
        const { report } = entry.tracker
        if (isDigest(report)) {
          shared.push(entry)
          continue
        }
        holding.offer([entry])
        // The digest of the others goes out without it, but not before it has ended.
        begin(digests.ended(report))
      }
      begin(digests.join(shared))
    },
    async sendDue() {
      for (const batchOid of await deps.reports.dueBatches()) await digests.gather(batchOid)
    },
    takeBack(reportOid) {
      const mail = leaveHeld(reportOid)
      // The others of a digest wait for this one again.
      if (mail !== null) begin(digests.putBack(mail.others))
      return mail !== null
    },
    async handOver(reportOid) {
      const mail = leaveHeld(reportOid)
      if (mail === null) return
      await mail.entry.tracker.handOver(sentence('waits_for_approval'))
      await release(mail.entry)
      if (mail.others.length > 0) await digests.putBack(mail.others)
    },
    allHeld: holding.all,
    held: (reportOid) =>
      holding.find(reportOid)?.entries.map((each) => each.tracker.report) ?? null,
    async decide(reportOids, isApproved) {
      const mail = holding.take(reportOids[0] ?? '')
      if (mail === null) return null
      const isSeen = ({ tracker }: ActiveReport): boolean =>
        reportOids.includes(tracker.report.reportOid)
      const { entries, batchOid } = mail
      holding.offer(
        entries.filter((entry) => !isSeen(entry)),
        batchOid,
      )
      const seen = entries.filter(isSeen)
      await holding.decide({ entries: seen, batchOid }, isApproved)
      return seen.map(({ tracker }) => tracker.report)
    },
    async idle() {
      while (underWay.size + looking.size > 0) await Promise.allSettled([...underWay, ...looking])
    },
  }
}
