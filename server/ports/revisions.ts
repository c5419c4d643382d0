import type { Attachment } from '../contract/rooms.ts'
import type { NewMessage } from './message.ts'
import type { ConnectionMark } from './connections.ts'
import type { RoomTotals } from './rooms.ts'

/**
 * How a connection has got a message: as it was said, by looking what was said while nobody listened, or by
 * reading the room back into the past.
 */
export const arrivals = ['live', 'catchup', 'backfill'] as const
export type Arrival = (typeof arrivals)[number]

/** A message as its source says that it is at this moment. */
export interface RevisedMessage extends NewMessage {
  /** When it was last edited, in milliseconds since 1970; null or absent: never. */
  editedAt?: number | null | undefined
  /** When it was deleted, in milliseconds since 1970; null or absent: it was not. */
  deletedAt?: number | null | undefined
  /**
   * Messages of this source can be put under another one: what it answers, and the name of a topic in its words, are
   * those of now, whether or not it was edited. Default: a message answers what it answered when it was said.
   */
  isPlaced?: boolean | undefined
}

/** What has become of a message of which only its id is told. One that the room does not have is passed over. */
export type Amendment = { key: string } & (
  | {
      editedAt: number
      text: string
      attachments?: readonly Attachment[] | undefined
      /** Author key of whoever edits: that of another person changes nothing. Absent: the source has checked it. */
      by?: string | undefined
    }
  | { deletedAt: number }
  /** As of a message with `isPlaced`: what it answers now, and its words. */
  | { replyTo: string | null; text: string }
)

/** What a source says of one room, in one call: all of it is kept, or none. */
export interface Revision {
  roomOid: string
  /**
   * What was heard `live` was said about now; a source that is asked knows better. So an `explicit` time of any other
   * arrival counts, also for a message that the room has: it moves there.
   */
  arrival: Arrival
  /** In the order in which new ones shall stand. */
  messages: readonly RevisedMessage[]
  /** Heard after the messages. */
  amendments?: readonly Amendment[] | undefined
  /** How far the connection has read, kept in the same transaction. */
  mark?: ConnectionMark | undefined
}

/**
 * `kept`: with what was new; `edited`, `deleted` and `moved` (to another time, or topic) count messages that the room had. `busy`: an import is
 * writing to the room, try again. `missing`: the room, or the room of the connection, is no longer there.
 */
export type RevisionOutcome =
  | { state: 'kept'; totals: RoomTotals; edited: number; deleted: number; moved: number }
  | { state: 'busy' | 'missing' }

/** What stands in the place of a message that was deleted; its words and files are not kept. */
export const deletedText = 'Message deleted'
