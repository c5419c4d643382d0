import { sentence } from '../contract/sentences.ts'
import type { StoredReport } from '../ports/report.ts'
import type { ActiveReport } from './active-reports.ts'
import { isHeld, verdict } from './delivery-step.ts'
import { isDigest } from './batch.ts'

/** Reports that go out together. */
export interface HeldMail {
  entries: ActiveReport[]
  batchOid: string | undefined
}

export interface HoldingDeps {
  send(entries: readonly ActiveReport[], batchOid: string | undefined): void
  release(entry: ActiveReport): void
  /** Told of what waits for an approval from now on, or again after a restart. */
  onHeld(reports: readonly StoredReport[]): void
}

/** Mails that wait until a person has approved them. After a restart they are held again, by what is stored. */
export interface Holding {
  /** Sends these, or holds them where one of them, or the mail of their request that waits, needs an approval. */
  offer(entries: readonly ActiveReport[], batchOid?: string): void
  /** All mails that are held here, each with its reports. */
  all(): StoredReport[][]
  /** The mail that a report is held in; it stays held. */
  find(reportOid: string): HeldMail | null
  /** The same, and holds it no more. */
  take(reportOid: string): HeldMail | null
  /** Says durably what a person has decided, and sends the mail or lets go of its reports. */
  decide(mail: HeldMail, isApproved: boolean): Promise<void>
}

const keyOf = (report: StoredReport): string =>
  isDigest(report) ? `batch ${report.batchOid}` : report.reportOid

export function createHolding({ send, release, onHeld }: HoldingDeps): Holding {
  const held = new Map<string, HeldMail>()

  function entryOf(reportOid: string): [string, HeldMail] | null {
    // What another node has taken over is held there.
    const isIn = ({ tracker, lost }: ActiveReport): boolean =>
      tracker.report.reportOid === reportOid && !lost.aborted
    return [...held].find(([, { entries }]) => entries.some(isIn)) ?? null
  }

  return {
    offer(entries, batchOid) {
      const [first] = entries
      if (first === undefined) return
      const key = keyOf(first.tracker.report)
      // One that failed and was retried joins the mail of its request that waits: in its place that would be lost.
      const before = held.get(key)?.entries.filter(({ lost }) => !lost.aborted) ?? []
      const all = [...before, ...entries]
      if (before.length === 0 && !all.some(({ tracker }) => isHeld(tracker.report)))
        return send(entries, batchOid)
      held.set(key, { entries: all, batchOid })
      const said = sentence('waits_for_approval')
      for (const { tracker } of all) {
        if (tracker.report.said.code !== said.code) void tracker.say(said)
      }
      onHeld(all.map(({ tracker }) => tracker.report))
    },
    all: () =>
      [...held.values()].map(({ entries }) =>
        entries.filter(({ lost }) => !lost.aborted).map(({ tracker }) => tracker.report),
      ),
    find: (reportOid) => entryOf(reportOid)?.[1] ?? null,
    take(reportOid) {
      const [key, mail] = entryOf(reportOid) ?? []
      if (key === undefined || mail === undefined) return null
      held.delete(key)
      return mail
    },
    async decide({ entries, batchOid }, isApproved) {
      const hasMail = entries.some(({ tracker }) => tracker.report.options.recipients?.length)
      const said = verdict(isApproved)
      const isOver = !isApproved || !hasMail
      await Promise.all(
        entries.map(({ tracker }) => (isOver ? tracker.deliver('none', said) : tracker.say(said))),
      )
      if (isOver) entries.forEach(release)
      else send(entries, batchOid)
    },
  }
}
