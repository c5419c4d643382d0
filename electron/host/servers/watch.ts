import { ReportStatus } from '../../../server/contract/reports.ts'
import type { ReportCounts } from '../../../server/contract/desktop-servers.ts'
import { sseEvents } from '../../../server/contract/events.ts'
import { SSE } from '../../../renderer/sse/SSE.ts'
import { createTally, type Ended } from '../tray-and-notices/tally.ts'
import { createCounts } from './counts.ts'

export interface Watch {
  counts(): ReportCounts
  /** The person looks at this server. */
  seen(): void
  /** Connects again at once, where it has given up. */
  wake(): void
  close(): void
}

export interface WatchOptions {
  /** Address of the relay (`relay.ts`), which finds the server by the token. */
  url: string
  token: string
  onChange(): void
  /** The stream of the server has opened, or has broken off. */
  onHeard(isHeard: boolean): void
  onBatchEnd(ended: readonly Ended[]): void
  onFailure(ended: Ended): void
}

/** Follows the reports of a server by a stream of its own. */
export function watchServer(options: WatchOptions): Watch {
  const { url, token, onChange, onHeard, onBatchEnd, onFailure } = options
  const counts = createCounts()
  const begin = () => createTally({ batchEnd: onBatchEnd, failure: onFailure })
  let tally = begin()
  const hear = (isTerminal: boolean) => (data: string) => {
    const read = ReportStatus.safeParse(JSON.parse(data))
    if (!read.success) return
    counts.status(read.data)
    tally.status(read.data, isTerminal)
    onChange()
  }
  const sse = new SSE({
    eventSource: `${url}/api/events?rooms=*`,
    token,
    subscriptions: [
      { key: sseEvents.excelStatus, action: hear(false) },
      { key: sseEvents.excelStatusEnd, action: hear(true) },
      {
        key: sseEvents.reset,
        action() {
          counts.reset()
          tally = begin()
        },
      },
    ],
    endEvent: null,
    onState({ state }) {
      if (state === 'open') onHeard(true)
      if (state === 'failed' || state === 'waiting') onHeard(false)
    },
  })
  sse.subscribe()
  return {
    counts: counts.now,
    seen: counts.seen,
    wake: () => {
      if (sse.state === 'failed') sse.wake()
    },
    close: () => sse.close(),
  }
}
