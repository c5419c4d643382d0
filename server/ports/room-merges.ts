import type { RoomDescription, RoomTotals } from './rooms.ts'

/** A room that becomes part of another one, as it is when the merge begins. */
export interface MergedRoom {
  roomOid: string
  roomId: number
  /** Order number of its newest message. */
  lastOrd: number
}

export interface MergeBegun {
  /** Under which the messages of the others are appended to the room: nobody sees them before `finish`. */
  importId: number
  into: RoomDescription & { roomId: number }
  from: readonly MergedRoom[]
}

export interface MergeEnd {
  mergeOid: string
  into: string
  /** The rooms, and up to which order number they were copied. */
  from: readonly Pick<MergedRoom, 'roomOid' | 'roomId' | 'lastOrd'>[]
  /** What was appended. */
  totals: RoomTotals
  /** Chosen by the caller: names the rooms in the trash. */
  trashOid: string
  /** Milliseconds since 1970 until which `Trash.restore` takes the merge back. */
  until: number
}

/**
 * `missing`: the room, or all of the others, are not there. `busy`: an import is writing to one of them.
 */
export type MergeRefusal = 'missing' | 'busy'

/**
 * Puts rooms together: copies of the messages of some stand in another one, and the rooms lie in the trash. Whatever
 * comes later under the id of a room that has gone belongs to the one that stays (`Rooms.place`).
 *
 * A merge that is not finished is removed by the purge of the trash, so a kill leaves every room as it was; so is
 * one that was taken back by `Trash.restore`.
 */
export interface RoomMerges {
  /**
   * Those of the rooms that are not there, or are the one that stays, are passed over.
   *
   * @param until milliseconds since 1970 after which the merge counts as given up
   */
  begin(request: {
    mergeOid: string
    into: string
    from: readonly string[]
    until: number
  }): Promise<MergeBegun | MergeRefusal>
  /** Asks for more time. */
  prolong(mergeOid: string, until: number): Promise<void>
  /**
   * Shows the messages in the room and hides the others, in one step. A room stays on this computer if one of them
   * must.
   *
   * @returns `behind`, with the newest order numbers, if messages came to a room meanwhile: copy them, too
   */
  finish(end: MergeEnd): Promise<'merged' | MergeRefusal | { behind: readonly MergedRoom[] }>
  /** Gives a merge up: what was copied is due to be purged. */
  abandon(mergeOid: string): Promise<void>
}
