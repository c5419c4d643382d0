import type { RemovedServer } from '../../../server/contract/desktop-servers.ts'
import { trashLimits } from '../../../server/contract/limits.ts'
import type { Entry } from './entry.ts'

export interface Removal {
  entry: Entry
  /** Whether the window showed it. */
  wasShown: boolean
}

/** The server that was removed last, with its secret, which lies in no file any more. */
export interface Removed {
  now(): RemovedServer | null
  keep(removal: Removal): void
  /** Keeps it no more. Null where it is too late, or another one. */
  take(serverOid: string): Removal | null
}

/** @param onOver told of one that is not taken back any more */
export function createRemoved(onOver: (entry: Entry) => void): Removed {
  let last: (Removal & { until: number; timer: NodeJS.Timeout }) | null = null
  function drop(): void {
    if (last === null) return
    const { entry, timer } = last
    clearTimeout(timer)
    last = null
    onOver(entry)
  }
  return {
    now: () => {
      if (last === null) return null
      const { serverOid, name } = last.entry.stored
      return { serverOid, name, until: last.until }
    },
    keep(removal) {
      drop()
      const timer = setTimeout(drop, trashLimits.undoMs).unref()
      last = { ...removal, timer, until: Date.now() + trashLimits.undoMs }
    },
    take(serverOid) {
      if (last?.entry.stored.serverOid !== serverOid) return null
      const removal = last
      clearTimeout(removal.timer)
      last = null
      return removal
    },
  }
}
