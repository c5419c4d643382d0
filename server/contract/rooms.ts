import { z } from 'zod'
import { isInstant, latestInstant } from './instant.ts'
import { messageLimits, roomMergeLimits } from './limits.ts'

/** A room id as callers may choose it: RFC 3986 unreserved characters, 1 to 128 of them. */
export const RoomOid = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,128}$/, 'A room id has 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -')
export type RoomOid = z.infer<typeof RoomOid>

const Count = z.int().nonnegative()
const Timestamp = z.iso.datetime({ offset: true })

export const LastReport = z.object({
  reportOid: z.string(),
  state: z.string(),
  finishedAt: Timestamp.nullable(),
})

export const Room = z
  .object({
    roomOid: RoomOid,
    name: z.string(),
    source: z.string().meta({ description: 'The chat application: slack, irc, live ...' }),
    format: z.string().meta({ description: 'The exact layout the room was read from.' }),
    messageCount: Count,
    systemCount: Count,
    participantCount: Count,
    firstMessageAt: Timestamp.nullable(),
    lastMessageAt: Timestamp.nullable(),
    localOnly: z
      .boolean()
      .optional()
      .meta({ description: 'Its messages are never sent to another computer to be summarised.' }),
    importName: z
      .string()
      .optional()
      .meta({ description: 'What the import was called that brought its first message.' }),
    newMessages: Count.optional().meta({
      description:
        'Messages that the newest finished report did not read; absent where that one read only a period.',
    }),
    lastReport: LastReport.optional(),
  })
  .meta({ id: 'Room' })
export type Room = z.infer<typeof Room>

/** What may be changed of a room. */
export const RoomChange = z
  .object({
    name: z.string().trim().min(1).max(messageLimits.maxRoomNameLength).optional(),
    localOnly: z.boolean().optional(),
  })
  .refine(({ name, localOnly }) => name !== undefined || localOnly !== undefined, {
    error: 'Name what is to be changed: name, localOnly, or both',
  })
  .meta({ id: 'RoomChange' })
export type RoomChange = z.infer<typeof RoomChange>

/** Rooms that become part of another one. */
export const RoomMerge = z
  .object({ into: RoomOid, from: z.array(RoomOid).min(1).max(roomMergeLimits.maxAtOnce) })
  .refine(({ into, from }) => from.some((roomOid) => roomOid !== into), {
    error: 'Name at least one other room in `from`',
    path: ['from'],
  })
  .meta({ id: 'RoomMerge' })
export type RoomMerge = z.infer<typeof RoomMerge>

export const MergedRoom = Room.extend({
  mergedFrom: z.array(RoomOid).meta({
    description: 'Rooms that are part of it now; what comes under their ids lands in it.',
  }),
  trashOid: z
    .string()
    .meta({ description: 'By which `POST /api/trash/:trashOid/restore` undoes it.' }),
  until: Timestamp.meta({ description: 'Until then it can be taken back.' }),
}).meta({ id: 'MergedRoom' })
export type MergedRoom = z.infer<typeof MergedRoom>

export const roomSorts = [
  'name',
  '-name',
  'messages',
  '-messages',
  'lastMessage',
  '-lastMessage',
  'source',
  '-source',
] as const
export const RoomSort = z.enum(roomSorts)
export type RoomSort = z.infer<typeof RoomSort>

export const RoomPage = z
  .object({ items: z.array(Room), nextCursor: z.string().nullable(), total: Count })
  .meta({ id: 'RoomPage' })
export type RoomPage = z.infer<typeof RoomPage>

export const Attachment = z.object({
  name: z.string(),
  mimeType: z.string().optional(),
  bytes: z.int().nonnegative().optional(),
})
export type Attachment = z.infer<typeof Attachment>

export const messageKinds = ['message', 'system'] as const
export type MessageKind = (typeof messageKinds)[number]

/** How the instant of a message is known. */
export const timeSources = ['explicit', 'assumed', 'inherited', 'unknown'] as const
export type TimeSource = (typeof timeSources)[number]

export const Message = z
  .object({
    number: z.int().positive().meta({ description: 'Position in the room, from 1.' }),
    id: z
      .string()
      .meta({ description: 'Unique in the room; the id of the source where it has one.' }),
    at: Timestamp.nullable(),
    timeSource: z.enum(timeSources),
    author: z.string().meta({ description: 'The name that people gave the person, if they did.' }),
    sourceName: z
      .string()
      .optional()
      .meta({ description: 'The name in the source, where people gave another one.' }),
    isBot: z
      .boolean()
      .optional()
      .meta({ description: 'True where the source says that a program wrote it.' }),
    kind: z.enum(messageKinds),
    text: z.string(),
    replyTo: z.string().nullable(),
    attachments: z.array(Attachment),
    editedAt: Timestamp.optional().meta({ description: 'When it was last edited, if it was.' }),
    deletedAt: Timestamp.optional().meta({
      description: 'When it was deleted, if it was; then it is a system line without its words.',
    }),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

export const MessagePage = z
  .object({ items: z.array(Message), nextCursor: z.string().nullable(), total: Count })
  .meta({ id: 'MessagePage' })
export type MessagePage = z.infer<typeof MessagePage>

/** One NDJSON line of live ingestion. `at` is ISO 8601 with a zone, or epoch milliseconds. */
export const IngestLine = z.object({
  id: z.union([z.string().min(1).max(messageLimits.maxSourceIdLength), z.int()]).optional(),
  at: z.union([Timestamp, z.int().min(0).max(latestInstant)]),
  author: z.string().min(1).max(messageLimits.maxAuthorLength),
  text: z.string(),
  replyTo: z.union([z.string().min(1).max(messageLimits.maxSourceIdLength), z.int()]).nullish(),
})
export type IngestLine = z.infer<typeof IngestLine>

/**
 * Milliseconds since 1970 of a line's time; null where its offset leads out of the years 0000 to 9999, as
 * that of `9999-12-31T23:59:59-12:00` does.
 */
export function instantOf({ at }: IngestLine): number | null {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return isInstant(ms) ? ms : null
}

export const IngestAnswer = z
  .object({
    accepted: Count,
    duplicates: Count,
    rejected: z.array(z.object({ line: z.int().positive(), code: z.string() })),
  })
  .meta({ id: 'IngestAnswer' })
export type IngestAnswer = z.infer<typeof IngestAnswer>
