import type { ConnectedRoom } from '../ports/connections.ts'
import type { ServiceError } from './connector.ts'

/** What a connection is doing. `needs_person`: it will not go on by itself. */
export type ReadingState = 'reading' | 'live' | 'unreachable' | 'needs_person'

export interface ReadingView {
  state: ReadingState
  /** What the server said last that stands in the way; null: nothing does. */
  error: ServiceError | null
  /** It hears what happens while it happens. */
  isFollowing: boolean
  /** Instant of the next request, where all rooms wait for it; null: none is waiting. */
  nextRequestAt: number | null
  rooms: readonly RoomView[]
}

export interface RoomView {
  room: ConnectedRoom
  isUpToDate: boolean
  /** Nothing was missed since it was last up to date. */
  isHeard: boolean
  /** Messages that were said in the last minute. */
  messagesPerMinute: number
}

export function stateOf(error: ServiceError | null, rooms: readonly RoomView[]): ReadingState {
  if (error?.kind === 'unauthorized') return 'needs_person'
  if (error?.kind === 'unavailable') return 'unreachable'
  const isDone = rooms.every(
    ({ room: { progress } }) => progress.stopped !== null || progress.gaps.length === 0,
  )
  return isDone ? 'live' : 'reading'
}
