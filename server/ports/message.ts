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
  kind: MessageKind
  text: string
  /** `id` of the message this one answers, whether or not that message exists. */
  replyTo: string | null
  attachments: readonly Attachment[]
}

/** A room as the pipeline sees it. */
export interface ReportedRoom {
  roomOid: string
  name: string
  source: string
  format: string
}
