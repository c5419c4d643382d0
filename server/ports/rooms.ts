import type { Room, RoomSort } from '../contract/rooms.ts'

/** What a room is made of when its first messages come. */
export interface RoomDescription {
  /** `[A-Za-z0-9._~-]{1,128}`; the caller has checked it. */
  roomOid: string
  name: string
  source: string
  format: string
}

/** A room as it is at this moment. */
export interface StoredRoom {
  /** The engine's own number for the room, for its other ports. Nobody else makes one or compares two. */
  roomId: number
  /** Order number of the newest message; a report reads no further. */
  lastOrd: number
  room: Room
}

/** Where what comes under the id of a room belongs. */
export interface RoomPlace {
  roomOid: string
  /** As `StoredRoom.roomId`. */
  roomId: number
  /** Rooms with ids of their own have become part of it: one id of a source may be that of several messages. */
  isMerged: boolean
}

/** What one call, or one import, has brought to a room. */
export interface RoomTotals {
  roomOid: string
  /** New in the room. */
  messages: number
  system: number
  /** Known to the room already. */
  duplicates: number
  /** People who had not written in the room before. */
  participants: number
  /** Times of the first and the last new message, in milliseconds; null where no time is known. */
  firstAt: number | null
  lastAt: number | null
}

export const noTotals = (roomOid: string): RoomTotals => ({
  roomOid,
  messages: 0,
  system: 0,
  duplicates: 0,
  participants: 0,
  firstAt: null,
  lastAt: null,
})

export function addTotals(sum: RoomTotals, more: Readonly<RoomTotals>): void {
  sum.messages += more.messages
  sum.system += more.system
  sum.duplicates += more.duplicates
  sum.participants += more.participants
  if (more.firstAt !== null) sum.firstAt = Math.min(sum.firstAt ?? more.firstAt, more.firstAt)
  if (more.lastAt !== null) sum.lastAt = Math.max(sum.lastAt ?? more.lastAt, more.lastAt)
}

/** What a rule of a group looks at. */
export interface RoomTraits {
  roomOid: string
  name: string
  source: string
  /** What the import was called that brought its first message; null for live rooms. */
  workspace: string | null
}

/** Where a page of rooms ended: the value it is sorted by, and `roomId`. Plain data. */
export interface RoomPosition {
  value: string | number
  roomId: number
}

export interface RoomQuery {
  /** Part of a name, in any case of any script; null for all rooms. */
  query: string | null
  sort: RoomSort
  after: RoomPosition | null
  limit: number
  /** Only these; default: all. */
  among?: readonly string[] | undefined
}

export interface RoomsPage {
  items: readonly Room[]
  /** Null where this page is the last one. */
  next: RoomPosition | null
}

/** What may be changed of a room; the rest stays as it is. */
export interface RoomPatch {
  /** Not empty. */
  name?: string | undefined
  /** Its messages must stay on this computer. */
  localOnly?: boolean | undefined
}

/** The rooms that can be seen: those that only an unfinished import has made are not there yet. */
export interface Rooms {
  get(roomOid: string): Promise<StoredRoom | null>
  /** Those of several rooms that are there, in one call and in any order. */
  getMany(roomOids: readonly string[]): Promise<readonly StoredRoom[]>
  /** The room that people see under an id: itself, or the one that it has become a part of. */
  place(roomOid: string): Promise<RoomPlace | null>
  /** Which of these are rooms. */
  existing(roomOids: readonly string[]): Promise<ReadonlySet<string>>
  /** A page of rooms in the order asked for. */
  list(query: RoomQuery): Promise<RoomsPage>
  /** A few words of every room, by name. */
  traits(): Promise<RoomTraits[]>
  /** How many rooms `list` would go through. */
  count(query: string | null, among?: readonly string[]): Promise<number>
  /** Whether the messages of the room must stay on this computer. */
  isLocalOnly(roomOid: string): Promise<boolean>
  /**
   * Changes what people may choose of a room. Imports that bring more to it leave its name alone.
   *
   * @returns the room as it is then; null if there is none
   */
  change(roomOid: string, change: RoomPatch): Promise<StoredRoom | null>
}
