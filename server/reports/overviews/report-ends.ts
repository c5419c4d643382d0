import { sseEvents } from '../../contract/events.ts'
import { isTerminal } from '../../contract/reports.ts'
import type { EventLog, Heard } from '../../ports/event-log.ts'
import type { CoveredReport } from '../../ports/report.ts'
import type { Reports } from '../../ports/reports.ts'

/** Milliseconds after which is looked without having heard: a report may go without a word. */
const lookMs = 15_000

const saysEnd = /"state":"(?:finished|failed|cancelled)"/

/** Waits for reports that others make, on whatever node. */
export interface ReportEnds {
  /**
   * Resolves once each of them has ended, or is gone.
   *
   * @param onCount called with how many have ended: at first, and whenever it grows
   * @throws the reason of `signal`
   */
  all(
    covers: readonly CoveredReport[],
    onCount: (ended: number) => void,
    signal: AbortSignal,
  ): Promise<void>
}

interface Waiting {
  rooms: ReadonlySet<string>
  /** A report of this room has ended. */
  hear(room: string): void
}

/** Resolves after `lookMs`, or as soon as `onReady` has been given the function that is called. */
const nap = (onReady: (wake: () => void) => void, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    const wake = (): void => {
      stop()
      resolve()
    }
    const onAbort = (): void => {
      stop()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(wake, lookMs)
    signal.addEventListener('abort', onAbort, { once: true })
    onReady(wake)
  })

export function createReportEnds(
  reports: Pick<Reports, 'get'>,
  eventLog: Pick<EventLog, 'follow'>,
): ReportEnds {
  const waiting = new Set<Waiting>()
  let following: Promise<unknown> | null = null

  /** Most statuses are no end, and most are of rooms that nobody waits for. */
  function hear({ events }: Heard): void {
    if (waiting.size === 0) return
    for (const { room, event, data } of events) {
      const isStatus = event === sseEvents.excelStatus || event === sseEvents.excelStatusEnd
      if (!isStatus || !saysEnd.test(data)) continue
      for (const each of waiting) if (each.rooms.has(room)) each.hear(room)
    }
  }

  async function hasEnded({ reportOid }: CoveredReport): Promise<boolean> {
    const report = await reports.get(reportOid)
    return report === null || isTerminal(report.state)
  }

  return {
    async all(covers, onCount, signal) {
      let open = [...covers]
      let wake = (): void => undefined
      /** Rooms to be looked at; null is all of them. */
      let heard: Set<string> | null = null
      const entry: Waiting = {
        rooms: new Set(covers.map(({ roomOid }) => roomOid)),
        hear(room) {
          heard?.add(room)
          wake()
        },
      }
      waiting.add(entry)
      try {
        await (following ??= eventLog.follow(hear))
        for (;;) {
          const news: ReadonlySet<string> | null = heard
          heard = new Set()
          const left: CoveredReport[] = []
          for (const each of open) {
            signal.throwIfAborted()
            const isNews = news === null || news.has(each.roomOid)
            if (!isNews || !(await hasEnded(each))) left.push(each)
          }
          if (left.length < open.length || news === null) onCount(covers.length - left.length)
          open = left
          if (open.length === 0) return
          if (heard.size > 0) continue
          await nap((ready) => (wake = ready), signal)
          wake = () => undefined
          if (heard.size === 0) heard = null
        }
      } finally {
        waiting.delete(entry)
      }
    },
  }
}
