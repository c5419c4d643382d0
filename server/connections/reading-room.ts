import type { ConnectedRoom, RoomProgress } from '../ports/connections.ts'
import type { Amendment } from '../ports/revisions.ts'
import type { SaidMessage } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { MessagePace } from './message-pace.ts'
import { missed } from './progress.ts'

/** A room while it is read: what is kept of it, and what only this process knows. */
export interface Room {
  kept: ConnectedRoom
  /** As it is in the store, as JSON. */
  stored: string
  /** A task of it is under way: what is heard meanwhile waits, for it may be newer. */
  isBusy: boolean
  servedAt: number
  retryAt: number
  failures: number
  lookedAt: number
  addedAt: number
  /** Nothing was missed since it was last up to date: the line has held. */
  isHeard: boolean
  said: SaidMessage[]
  amendments: Amendment[]
  pace: MessagePace
}

export const toRoom = (kept: ConnectedRoom, now: number): Room => ({
  // What was said while nobody listened has to be looked for.
  kept: { ...kept, progress: missed(kept.progress) },
  stored: comparable(kept.progress),
  isBusy: false,
  servedAt: 0,
  retryAt: 0,
  failures: 0,
  lookedAt: now,
  addedAt: kept.progress.readAt ?? now,
  isHeard: false,
  said: [],
  amendments: [],
  pace: new MessagePace(),
})

/** When it was looked at is worth a writing once in an hour, all else at once. */
export const comparable = (progress: RoomProgress): string =>
  JSON.stringify({
    ...progress,
    readAt: Math.floor((progress.readAt ?? 0) / connectionLimits.readAtMs),
    threads: progress.threads.map((thread) => ({
      ...thread,
      lookedAt: Math.min(1, thread.lookedAt),
    })),
  })

/** Whether a message is not older than what is kept. */
export const isWanted =
  (since: number | null) =>
  ({ message: { when } }: SaidMessage): boolean =>
    since === null || (when.at ?? since) >= since
