import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PersonRole } from '../contract/people.ts'

/** An author of one room, under one of the names that the source has for them. */
export interface SeenAuthor {
  roomOid: string
  roomName: string
  source: string
  /** As `StoredMessage.authorKey`. */
  authorKey: string
  personOid: string
  /** The name that stands at these messages. */
  author: string
  messages: number
  /** Messages of which the source says that a program wrote them. */
  botMessages: number
  /** Milliseconds since 1970; null where no message has a time. */
  firstAt: number | null
  lastAt: number | null
}

/** What people have said of an author. */
export interface SaidOfAuthor {
  personOid: string
  source: string
  authorKey: string
  /** Of an author who is part of somebody else: as it was said before. */
  name: string | null
  role: PersonRole | null
  /** The person this author is a part of; null: nobody else. Never one who is a part too. */
  partOf: string | null
}

/** An author of a room of whom people have said something, as reports see them. */
export const KnownAuthor = z.object({
  authorKey: z.string(),
  /** The same for all authors that are one person. */
  personOid: z.string(),
  /** Null: as the source has it. */
  name: z.string().nullable(),
  role: PersonRole.nullable(),
})
export type KnownAuthor = z.infer<typeof KnownAuthor>

export interface SaidChange {
  personOid: string
  /** Undefined: as it was; null: as the source has it. */
  name?: string | null | undefined
  role?: PersonRole | null | undefined
}

export interface MergeRequest {
  into: string
  /** What is one of these already, with all its parts, or is not there, changes nothing. */
  from: readonly string[]
  /** Default: the name that `into` has. */
  name?: string | undefined
}

export interface SplitRequest {
  personOid: string
  /** Parts that leave. Those of one list are one person again, by the name and role of the first one. */
  apart: readonly (readonly string[])[]
  /** Of who remains, as in `SaidChange`. */
  name?: string | null | undefined
  role?: PersonRole | null | undefined
  /** Whether they are remembered as others, as by `keepApart`. */
  areOthers: boolean
}

/** Rooms whose people are others, or have another name, than before. */
export interface PeopleChanged {
  roomOids: readonly string[]
}

/**
 * Who has written, in all rooms, and what people have said of them: that several authors are one person, what
 * they are called, what they are. Messages stay as they came; whoever shows them asks `ofRoom`.
 *
 * An author is known by the source of the room and the id that it has there, so that one who writes in several
 * rooms of a source is one person without a word.
 */
export interface People {
  /**
   * Counts who wrote in the next rooms that have changed since they were counted.
   *
   * @returns whether there is more to count
   */
  catchUp(): Promise<boolean>
  /** Who has written, as far as it is counted: in a room, or with null in all that people see. */
  seen(roomOid: string | null): Promise<readonly SeenAuthor[]>
  /** What was said of authors, of all sources. */
  said(): Promise<readonly SaidOfAuthor[]>
  /** Pairs that are known to be others. */
  keptApart(): Promise<readonly (readonly [string, string])[]>
  /** Authors of a room of whom something was said. */
  ofRoom(roomId: number): Promise<readonly KnownAuthor[]>
  /** Says something of people, all of it or nothing; null, and nothing, if one of them is not there. */
  change(changes: readonly SaidChange[]): Promise<PeopleChanged | null>
  /** Null if `into` is not there, or none of the others. */
  merge(request: MergeRequest): Promise<PeopleChanged | null>
  /** Null if it is not there, or nothing of it would leave, or remain. */
  split(request: SplitRequest): Promise<PeopleChanged | null>
  /** Remembers that all of these are others, or forgets it. */
  keepApart(personOids: readonly string[], areOthers: boolean): Promise<void>
}

/** The id of the author of a source; it says nothing of who that is. */
export const personOidOf = (source: string, authorKey: string): string =>
  `p${createHash('sha256').update(`${source}\0${authorKey}`).digest('base64url').slice(0, 22)}`
