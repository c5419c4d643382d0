import type { GroupRule } from '../contract/groups.ts'
import type { DeliveryForm, ReportOptions } from '../contract/report-options.ts'

/** A group as it is kept. */
export interface StoredGroup {
  groupOid: string
  name: string
  /** Rooms that are in it by hand; some may be gone, or part of another one, since. */
  roomOids: readonly string[]
  rule: GroupRule | null
  options: ReportOptions | null
  delivery: DeliveryForm | null
  /** Milliseconds since 1970. */
  createdAt: number
  /** Grows with each change; only who names the present one may change the group. */
  revision: number
}

/** Rooms under one name, and what rooms have chosen for their reports themselves. */
export interface Groups {
  /** All of them, oldest first. */
  list(): Promise<StoredGroup[]>
  get(groupOid: string): Promise<StoredGroup | null>
  insert(group: StoredGroup): Promise<void>
  /**
   * Writes all of the group, under the next revision.
   *
   * @returns false, and nothing is written, where `revision` is not the present one, or there is no such group
   */
  replace(group: StoredGroup): Promise<boolean>
  /** @returns false where there is none */
  remove(groupOid: string): Promise<boolean>
  /** What these rooms have chosen themselves; those that have chosen nothing are left out. */
  roomChoices(roomOids: readonly string[]): Promise<ReadonlyMap<string, ReportOptions>>
  /** @param options null takes the choices of the room away */
  chooseForRoom(roomOid: string, options: ReportOptions | null): Promise<void>
}
