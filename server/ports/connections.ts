import { z } from 'zod'
import type { ConnectionService } from '../contract/connections.ts'

/** A stretch of a room that has not been read. It is read from its newest place back to its oldest one. */
export const RoomGap = z.object({
  /** Where reading goes on, a place of the service; null: from the newest message on. */
  from: z.string().nullable(),
  /** Place of the newest message before it that was read; null: it reaches back to the beginning of the room. */
  until: z.string().nullable(),
  /** Milliseconds since 1970, both ends as far as they are known: messages between them may be missing. */
  after: z.number().nullable(),
  before: z.number().nullable(),
})
export type RoomGap = z.infer<typeof RoomGap>

/** A thread that may still get answers. */
export const OpenThread = z.object({
  id: z.string(),
  /** Cursor behind the last answer that was read; null: none was. */
  reached: z.string().nullable(),
  /** Milliseconds since 1970 of its last known answer, and of the last look. */
  lastAt: z.number(),
  lookedAt: z.number(),
})
export type OpenThread = z.infer<typeof OpenThread>

/** How far a room of a connection has been read. Plain data, kept with the messages that were read. */
export const RoomProgress = z.object({
  version: z.literal(1).default(1),
  /** Place of the newest message that was read; what is newer is caught up from here. Null: none was. */
  ceiling: z.string().nullable().default(null),
  /** Milliseconds of the newest and the oldest message that was read. */
  newestAt: z.number().nullable().default(null),
  oldestAt: z.number().nullable().default(null),
  /** What is missing, newest first. The last one reaches back to the beginning, until that is read. */
  gaps: z.array(RoomGap).default([]),
  threads: z.array(OpenThread).default([]),
  /** Stretches that no service has any more, newest first; milliseconds since 1970. */
  lost: z.array(z.object({ after: z.number().nullable(), before: z.number() })).default([]),
  /** Milliseconds since 1970 when the last weeks were read again, for threads that have begun on old messages. */
  deepAt: z.number().nullable().default(null),
  /** Milliseconds since 1970 of the last answer of the server for this room. */
  readAt: z.number().nullable().default(null),
  /** The room has ended (it was left, closed or replaced): that was noticed, and then told. Null: it has not. */
  end: z.enum(['noticed', 'told']).nullable().default(null),
  /** Why nothing more is read of it: a code of a sentence; null: it is. */
  stopped: z.string().nullable().default(null),
})
export type RoomProgress = z.infer<typeof RoomProgress>

/** Names the room of a connection, and says how far it has been read. */
export interface ConnectionMark {
  connectionOid: string
  remoteId: string
  progress: RoomProgress
}

/** A connection as it is kept. */
export interface StoredConnection {
  connectionOid: string
  service: ConnectionService
  name: string
  /** Of the server; empty where the service has but one. */
  address: string
  /** The account whose rooms it reads, as the server names it. */
  account: string
  /** Encrypted by whoever keeps it: the engine cannot read it. Null: it lasts until the process ends. */
  secret: string | null
  /** Milliseconds since 1970; nothing older is asked for. Null: from the beginning. */
  since: number | null
  paused: boolean
  createdAt: number
  /** Whoever asks the account for a report in one of its rooms gets one. */
  answersRequests: boolean
}

/** A room of a connection. */
export interface ConnectedRoom {
  connectionOid: string
  remoteId: string
  roomOid: string
  name: string
  isPrivate: boolean
  progress: RoomProgress
}

/** Live connections to chat servers, and the rooms that they read. */
export interface Connections {
  /** Oldest first. */
  list(): Promise<readonly StoredConnection[]>
  /** Makes it, or replaces the one of this id. */
  put(connection: StoredConnection): Promise<void>
  /** Forgets it with its rooms; their messages stay. */
  remove(connectionOid: string): Promise<void>
  /** Rooms of all connections. */
  rooms(): Promise<readonly ConnectedRoom[]>
  /** Those whose messages stand in this room: the room itself, and rooms that have become a part of it. */
  ofRoom(roomOid: string): Promise<readonly ConnectedRoom[]>
  /** @returns false, and nothing is kept, if another connection has the room already, or this one is not there */
  addRoom(room: ConnectedRoom): Promise<boolean>
  /** Keeps how far a room was read where nothing was found in it. False: it is not there any more. */
  markRoom(mark: ConnectionMark, name?: string): Promise<boolean>
  removeRoom(connectionOid: string, remoteId: string): Promise<void>
}
