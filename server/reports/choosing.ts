import { setTimeout as sleep } from 'node:timers/promises'
import { sentence } from '../contract/sentences.ts'
import type { Summary, SummaryChange } from '../contract/summary.ts'
import { partText } from '../figures/message-filter.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { ActiveReports } from './active-reports.ts'
import { isWaiting } from './delivery-step.ts'
import { runLimits } from './limits.ts'
import { rewritten, patchOf } from './next-attempt.ts'
import type { Mailing } from './mailing.ts'
import { IllegalTransition } from './state-machine.ts'
import type { Telling } from './status.ts'

export interface ChoosingDeps {
  reports: Pick<Reports, 'get' | 'transition' | 'checkpoints' | 'isHeldElsewhere' | 'askToLetGo'>
  /** Under this name this process holds reports. */
  owner: string
  active: Pick<ActiveReports, 'get' | 'has' | 'gone' | 'release'>
  mailing: Pick<Mailing, 'takeBack' | 'looked'>
  telling: Telling
  /** Lets the report run again, before others: somebody waits for it. */
  runAgain(report: StoredReport): Promise<void>
  now(): number
}

/** People choose what a finished report tells. */
export interface Choosing {
  /**
   * Keeps the choices, and has the workbook written again from what the report has read: nobody is asked for a
   * summary. Until the new workbook is whole the old one stays.
   *
   * @returns null if there is no such report or summary
   * @throws IllegalTransition unless it is of a room, finished, and no mail of it is on its way
   * @throws UnknownItem
   */
  choose(
    reportOid: string,
    change: SummaryChange,
  ): Promise<{ report: StoredReport; summary: Summary } | null>
}

export function createChoosing(deps: ChoosingDeps): Choosing {
  const { reports, owner, active, mailing, telling } = deps
  const { checkpoints } = reports

  const refused = ({ state, delivery }: StoredReport): IllegalTransition =>
    new IllegalTransition({ context: 'choose', state, delivery })

  /** Has another node let go of a report that waits for an approval there; it would go on with what it knows. */
  async function letGo(stored: StoredReport): Promise<void> {
    const { reportOid } = stored
    const until = performance.now() + runLimits.letGoMs
    while (await reports.isHeldElsewhere(reportOid)) {
      // Its mail is on its way, or its holder has died and nobody has taken it over yet.
      if (!isWaiting(stored)) throw refused(stored)
      if (performance.now() > until) throw new IllegalTransition({ context: 'held_elsewhere' })
      await reports.askToLetGo(reportOid, 'change')
      await sleep(runLimits.settledLookMs)
    }
  }

  /**
   * The report while nobody works on it: one that waits for an approval is taken out of that. The mail of its request
   * may take it along at any moment: before the report was read, which is seen here, or afterwards, which changes its
   * lease.
   */
  async function atRest(reportOid: string): Promise<StoredReport | null> {
    for (;;) {
      const entry = active.get(reportOid)
      if (entry !== undefined) {
        if (mailing.takeBack(reportOid)) void active.release(entry)
        else if (!entry.tracker.isOver) throw refused(entry.tracker.report)
        await active.gone(reportOid)
      }
      await mailing.looked()
      const before = await reports.get(reportOid)
      if (before !== null && !active.has(reportOid)) await letGo(before)
      await mailing.looked()
      const stored = await reports.get(reportOid)
      if (active.has(reportOid) || stored?.lease !== before?.lease) continue
      if (stored !== null && (stored.state !== 'finished' || stored.delivery === 'sending')) {
        throw refused(stored)
      }
      return stored
    }
  }

  return {
    async choose(reportOid, change) {
      const known = active.get(reportOid)?.tracker.report ?? (await reports.get(reportOid))
      if (known === null) return null
      // Items of an overview are those of its rooms, and are chosen there.
      if (known.state !== 'finished' || known.options.covers !== undefined) throw refused(known)
      const summary = await checkpoints.get(reportOid, 'summarizing')
      const collected = await checkpoints.get(reportOid, 'collecting')
      if (summary === null || collected === null) return null
      const { language = 'en', anonymize = false } = known.options.workbook ?? {}
      const { participants, timeZone } = collected.statistics
      const speech = speechIn(language, timeZone)
      const { filter } = known.options
      const part = filter && partText(speech, filter, anonymize)
      // Read when somebody chooses, not at the start: it brings the words of five languages along.
      const { withChoices } = await import('../summary/by-hand.ts')
      const next = withChoices(summary, change, {
        people: participants.length,
        speech,
        ofPart:
          part === undefined
            ? undefined
            : (headline) => speech.say('headline_part', { headline, part }),
      })
      const stored = await atRest(reportOid)
      if (stored === null) return null
      const again = rewritten(stored)
      // Held by this process until the choices are kept: a kill in between writes the same workbook again.
      const { lease: old } = stored
      const patch = { ...patchOf(again), state: 'writing' as const }
      const lease = await reports.transition({ reportOid, lease: old, patch, events: [], owner })
      if (lease === null) throw refused(stored)
      const held = { reportOid, lease }
      const isKept =
        (await checkpoints.drop(held, ['writing'])) &&
        (await checkpoints.save(held, 'summarizing', next, deps.now()))
      const waits = { ...again, lease }
      const events = [telling.eventOf(waits)]
      const free = await reports.transition({
        ...held,
        patch: { state: 'queued', said: sentence('waiting_for_turn') },
        events,
        owner: null,
      })
      if (!isKept || free === null) throw refused(stored)
      const report = { ...waits, lease: free }
      await deps.runAgain(report)
      return { report, summary: next }
    },
  }
}
