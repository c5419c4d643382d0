import { sseEvents } from '../../server/contract/events.ts'
import { ReportStatus } from '../../server/contract/reports.ts'
import type { Followed } from '../api/services.ts'
import { reportsSlice } from '../features/reports/index.ts'
import type { SharedConnection } from '../sse/shared-connection.ts'
import { closeSSE, createSSE, sseStore, type StreamEvent } from '../sse/SSE.ts'
import { createFrameBatch } from './frame-batch.ts'
import type { AppStore } from './store.ts'

/**
 * Subscriptions made in one go; a batch of thousands must not hold up the window. Nothing is lost in
 * between, because a subscription begins with the last status that was heard.
 */
const followedAtOnce = 50

export interface Following {
  /** Follows reports to their end, one `SSE` per room over the shared connection. */
  follow(reports: readonly Followed[]): void
  /** Brings the statuses that were heard into the store now. */
  flush(): void
  stop(): void
}

/**
 * Follows what it is asked to, and reports that others have started: another program, or the end of a room.
 * Their statuses go into the store, the newest of each report once per frame.
 */
export const createFollowing = (shared: SharedConnection, { dispatch }: AppStore): Following => {
  const statuses = createFrameBatch<ReportStatus>((items) =>
    dispatch(reportsSlice.actions.statusesReceived(items)),
  )
  const action = (_: string, event: StreamEvent) => {
    const status = event.read(ReportStatus)
    if (status) statuses.add(status.reportOid, status)
  }
  /** Which report each stream of the store follows. */
  const followed = new Map<string, string>()
  const followOne = ({ roomOid, reportOid, attempt }: Followed) => {
    // Another report of this room may still be followed to its end; both are wanted.
    const isOther = sseStore.has(roomOid) && followed.get(roomOid) !== reportOid
    const key = isOther ? `${roomOid} ${reportOid}` : roomOid
    const source = shared.statusesOf({ roomOid, reportOid, attempt })
    if (sseStore.get(key)?.eventSource === source.name) return
    followed.set(key, reportOid)
    createSSE({
      key,
      source,
      subscriptions: [
        { key: sseEvents.excelStatus, action },
        { key: sseEvents.excelStatusEnd, action },
      ],
      endEvent: { key: sseEvents.excelStatusEnd },
    })
  }

  const waiting: Followed[] = []
  let slice: ReturnType<typeof setTimeout> | undefined
  const followSlice = () => {
    for (const report of waiting.splice(0, followedAtOnce)) followOne(report)
    slice = waiting.length > 0 ? setTimeout(followSlice) : undefined
  }
  const follow = (reports: readonly Followed[]) => {
    waiting.push(...reports)
    if (slice === undefined) followSlice()
  }
  shared.subscribe(sseEvents.excelStatus, (event) => {
    const status = event.read(ReportStatus)
    if (status && !sseStore.has(status.roomOid)) follow([status])
  })
  return {
    follow,
    flush: statuses.flush,
    stop: () => {
      clearTimeout(slice)
      closeSSE()
    },
  }
}
