import { isTerminal, type ReportStatus } from '../../../server/contract/reports.ts'
import type { ReportCounts } from '../../../server/contract/desktop-servers.ts'

export interface Counts {
  status(status: Pick<ReportStatus, 'reportOid' | 'state'>): void
  /** The person looks at this server now: `now` counts no failure from before. */
  seen(): void
  /** Forgets what runs and waits: the server is about to tell all of it again. */
  reset(): void
  now(): ReportCounts
}

/** How many reports run and wait at a server, and how many have failed since the person looked at it. Pure. */
export function createCounts(): Counts {
  const open = new Map<string, ReportStatus['state']>()
  const failed = new Set<string>()
  return {
    status({ reportOid, state }) {
      if (state === 'failed') failed.add(reportOid)
      else failed.delete(reportOid)
      if (isTerminal(state)) open.delete(reportOid)
      else open.set(reportOid, state)
    },
    seen: () => failed.clear(),
    reset: () => open.clear(),
    now() {
      const waiting = [...open.values()].filter((state) => state === 'queued').length
      return { running: open.size - waiting, waiting, failed: failed.size }
    },
  }
}
