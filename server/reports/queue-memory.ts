import { z } from 'zod'
import type { Queue } from '../contract/reports.ts'
import type { MetaStore } from '../engines/sqlite/meta-store.ts'

/** What outlives the app of the queue: its pause. A changed concurrency is a setting. */
export interface QueueMemory {
  /** Whether it was paused last. */
  isPaused(): boolean
  /** Takes the queue after any change of it. Never throws. */
  note(queue: Pick<Queue, 'paused'>): void
}

const Remembered = z.object({ paused: z.boolean() })

/** @param onError told where the pause could not be kept; it holds until the app ends */
export function createQueueMemory(meta: MetaStore, onError: (error: unknown) => void): QueueMemory {
  let { paused } = meta.get('queue', Remembered, { paused: false })
  return {
    isPaused: () => paused,
    note(queue) {
      if (queue.paused === paused) return
      paused = queue.paused
      try {
        meta.set('queue', { paused })
      } catch (error) {
        onError(error)
      }
    },
  }
}
