/** Brings the index of the search up to date. */
export interface SearchFill<Answer = Promise<boolean>> {
  /** Returns whether there is more to do. */
  step(): Answer
  /** Lines that it has taken in of rooms that are not done: nothing else says so before their last line. */
  underWay(): number
}

interface FillProgress {
  add(roomId: number, lines: number, isLast: boolean): void
  underWay(): number
}

export function createFillProgress(): FillProgress {
  /** Lines taken in by room, of passes that are not over. */
  const taken = new Map<number, number>()
  return {
    add(roomId, lines, isLast) {
      if (isLast) taken.delete(roomId)
      else taken.set(roomId, (taken.get(roomId) ?? 0) + lines)
    },
    underWay: () => [...taken.values()].reduce((sum, lines) => sum + lines, 0),
  }
}

/** Whether the index has come to a message `m` of a room whose row of `search_rooms` is `s`. */
export const isTaken = `(m.ord <= s.done_ord OR (m.ord <= s.pass_ord
  AND (m.at < s.pass_at OR (m.at = s.pass_at AND m.ord <= s.pass_at_ord))))`
