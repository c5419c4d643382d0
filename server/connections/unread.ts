import type { Stretch } from '../contract/statistics.ts'
import { within } from '../contract/stretches.ts'
import type { RoomProgress } from '../ports/connections.ts'
import { connectionLimits } from './limits.ts'

export interface ReadRoom {
  progress: RoomProgress
  /** All that was said since it was last read has been heard; or nobody here knows whether it was. */
  isHeard: boolean
  /** Milliseconds since 1970; nothing older is asked for. */
  since: number | null
}

/**
 * Parts of a period of which a connected room may lack messages, by how far it has been read.
 *
 * @param period milliseconds, the end exclusive; null: all that there is, up to now
 */
export function unreadOf(
  { progress, isHeard, since }: ReadRoom,
  period: { from: number | null; to: number | null },
  now: number,
): Stretch[] {
  const { gaps, lost, readAt } = progress
  if (readAt === null) return within([{ from: since, to: null }], endOf(period, now))
  const found = gaps
    // The newest place is looked at again from time to time. That is no gap: what `readAt` says counts.
    .filter(({ from }) => from !== null)
    .map(({ after, before }) => ({ from: later(after, since), to: before }))
  const gone = lost.map(({ after, before }) => ({ from: later(after, since), to: before }))
  const isLate = !isHeard && now - readAt > connectionLimits.lateMs
  return within(
    [...found, ...gone, ...(isLate ? [{ from: readAt, to: null }] : [])],
    endOf(period, now),
  )
}

const endOf = ({ from, to }: { from: number | null; to: number | null }, now: number) => ({
  from,
  to: Math.min(to ?? now, now),
})

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other)
