import type { PersonRole } from '../contract/people.ts'
import type { Attachment, MessageKind, TimeSource } from '../contract/rooms.ts'

/**
 * One line of a room as the store hands it to the pipeline: plain values, cheap to make by the million.
 */
export interface StoredMessage {
  /** Position in the range that was asked for, from 1. It is the row number of the transcript. */
  number: number
  /** Unique in the room. */
  id: string
  /** The id the source gave it, as text (ids may be longer than 15 digits); null if it gave none. */
  sourceId: string | null
  /** Milliseconds since 1970 UTC; null when nothing tells the time. */
  at: number | null
  timeSource: TimeSource
  /** The name to show. Empty for a system line that nobody said. */
  author: string
  /** Tells two people of one name apart; equal to `author` where the source has no ids. */
  authorKey: string
  /** True where the source says that a program wrote it; many sources say nothing of it. */
  isBot?: boolean | undefined
  /** What people have said that the author is; storage itself never tells it, see `server/people`. */
  role?: PersonRole | undefined
  /** The name of the source, where `author` is one that people have given. Others may call the author by it. */
  sourceName?: string | undefined
  kind: MessageKind
  text: string
  /** `id` of the message this one answers, whether or not that message exists. */
  replyTo: string | null
  attachments: readonly Attachment[]
  /** When it was last edited, in milliseconds since 1970; absent where it was not, or nobody told. */
  editedAt?: number | undefined
  /** When it was deleted; then it is a system line without the words that were said. Absent: it was not. */
  deletedAt?: number | undefined
}

/** One message on its way into the store. */
export interface NewMessage {
  /** Unique in the room; the source's id, or a hash of what makes the message where there is none. */
  key: string
  /** The id the source gave it; null where `key` was made by us. */
  sourceId: string | null
  /** Time to sort by, milliseconds since 1970 UTC; one that no date can say counts as unknown. */
  at: number
  timeSource: TimeSource
  author: string
  /** Tells two people of one name apart; leave it out where the name is all there is. */
  authorKey?: string | undefined
  /** The source says that a program wrote it; default false. */
  isBot?: boolean | undefined
  kind: MessageKind
  text: string
  replyTo?: string | null | undefined
  attachments?: readonly Attachment[] | undefined
}

/** A room as the pipeline sees it. */
export interface ReportedRoom {
  roomOid: string
  name: string
  source: string
  format: string
}
