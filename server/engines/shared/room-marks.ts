import { lowest } from './message-rows.ts'
import type { SearchRow } from './search-rows.ts'

export interface Mark {
  at: number
  ord: number
}

/** Rooms whose marks are kept. */
const maxRooms = 500

/**
 * At which places of its room messages stand: to count a room from its beginning takes too long for every hit of a
 * search, so one of so many places is remembered, for as long as the room has as many lines.
 */
export interface RoomMarks {
  /** Undefined where they are to be read. */
  get(room: Pick<SearchRow, 'room_id' | 'lines'>): readonly Mark[] | undefined
  set(room: Pick<SearchRow, 'room_id' | 'lines'>, marks: readonly Mark[]): void
}

export function createRoomMarks(): RoomMarks {
  const known = new Map<number, { lines: number; marks: readonly Mark[] }>()
  return {
    get({ room_id: roomId, lines }) {
      const kept = known.get(roomId)
      return kept?.lines === lines ? kept.marks : undefined
    },
    set({ room_id: roomId, lines }, marks) {
      known.delete(roomId)
      known.set(roomId, { lines, marks })
      const [oldest] = known.keys()
      if (known.size > maxRooms && oldest !== undefined) known.delete(oldest)
    },
  }
}

/** The last mark that is not behind a message, and how many there are up to it. */
export function markBefore(
  marks: readonly Mark[],
  { at, ord }: Mark,
): { mark: Mark; count: number } {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    const mark = marks[middle]
    if (mark !== undefined && (mark.at < at || (mark.at === at && mark.ord <= ord)))
      low = middle + 1
    else high = middle
  }
  return { mark: marks[low - 1] ?? { at: lowest, ord: lowest }, count: low }
}
