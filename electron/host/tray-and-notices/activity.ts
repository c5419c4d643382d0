import { hostLimits } from '../limits.ts'
import type { ServerHost } from '../server/server-host.ts'
import { createTally, type Activity, type Ended } from './tally.ts'

/** What runs in the server, told by push to the parts of the desktop that show it. */
export interface ActivityFeed {
  now(): Activity
  /** At most once per `hostLimits.activityIntervalMs`; the last change is never left out. */
  onChange(listener: (activity: Activity) => void): void
  onBatchEnd(listener: (ended: readonly Ended[]) => void): void
  onFailure(listener: (ended: Ended) => void): void
}

export function createActivityFeed(server: ServerHost): ActivityFeed {
  const changes = new Set<(activity: Activity) => void>()
  const ends = new Set<(ended: readonly Ended[]) => void>()
  const failures = new Set<(ended: Ended) => void>()
  const tally = createTally({
    batchEnd: (ended) => ends.forEach((listener) => listener(ended)),
    failure: (ended) => failures.forEach((listener) => listener(ended)),
  })
  let timer: NodeJS.Timeout | null = null
  const tell = (): void => {
    timer = null
    const activity = tally.activity()
    for (const listener of changes) listener(activity)
  }
  const changed = (): void => {
    timer ??= setTimeout(tell, hostLimits.activityIntervalMs)
  }
  server.onStarted((started) => {
    started.subscribe({
      status(status, isTerminal) {
        tally.status(status, isTerminal)
        changed()
      },
      queue(queue) {
        tally.queue(queue)
        changed()
      },
    })
    tally.queue(started.queue())
    changed()
  })
  return {
    now: () => tally.activity(),
    onChange: (listener) => void changes.add(listener),
    onBatchEnd: (listener) => void ends.add(listener),
    onFailure: (listener) => void failures.add(listener),
  }
}
