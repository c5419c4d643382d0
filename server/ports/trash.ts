import type { ThrownAway } from '../contract/trash.ts'

export interface TrashRequest extends ThrownAway {
  /** Chosen by the caller. */
  trashOid: string
  /** Milliseconds since 1970 until which it can be taken back. */
  until: number
  /** Whether the reports of the rooms go with them, with their workbooks; false: they stay. */
  withReports: boolean
}

/** A step towards nothing. */
export interface PurgeStep {
  /** Blobs that must go before what names them; whoever purges removes them and says so with the next step. */
  blobs: readonly string[]
  /** Nothing is left. */
  isDone: boolean
}

/**
 * Rooms, reports and imports that a person has thrown away. They are gone at once for everybody who asks,
 * can be taken back for a while, and are then removed for good, in steps.
 */
export interface Trash {
  /**
   * Hides what of it is there, in one step. Reports that are still being made must have ended before. A room
   * or import that comes under the same id afterwards is another one.
   *
   * @returns what was there; null if nothing was
   */
  throw(request: TrashRequest): Promise<ThrownAway | null>
  /**
   * Everything is as it was. A room whose id has been given to another one since gets a new id.
   *
   * @returns what has come back; null if it is too late
   */
  restore(trashOid: string, now: number): Promise<ThrownAway | null>
  /** What is over at this moment, or was being removed when its process ended; oldest first. */
  due(now: number): Promise<readonly string[]>
  /** When the next of what is not over yet will be; null if there is nothing. */
  nextDue(now: number): Promise<number | null>
  /**
   * Removes a part for good, in a short transaction. Called until it is done; a kill in between costs a step.
   *
   * @param removed the blobs that the step before named and that are gone now
   */
  purge(trashOid: string, removed?: readonly string[]): Promise<PurgeStep>
}
