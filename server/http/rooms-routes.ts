import { z } from 'zod'
import { isoOrNull } from '../contract/instant.ts'
import { ReportEnvelope } from '../contract/reports.ts'
import {
  MergedRoom,
  MessagePage,
  Room,
  RoomChange,
  RoomMerge,
  RoomOid,
  RoomPage,
  RoomSort,
  type Message,
} from '../contract/rooms.ts'
import type { RoomMerging } from '../rooms/merging/merging.ts'
import type { Sights } from '../access/sight.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { StoredMessage } from '../ports/message.ts'
import { asPeople } from '../people/as-people.ts'
import type { MessagePosition, Messages, Page } from '../ports/messages.ts'
import type { People } from '../ports/people.ts'
import type { Rooms, StoredRoom } from '../ports/rooms.ts'
import { storable } from '../ports/storable-text.ts'
import { HttpProblem } from './problem.ts'
import { partOf, seenRooms } from './in-sight.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { sayTrash } from './trash-routes.ts'
import { Cursor, decodeCursor, encodeCursor, Moment, PageLimit } from './validate.ts'

const RoomsQuery = z.object({
  query: z.string().max(512).optional(),
  sort: RoomSort.default('name'),
  cursor: Cursor,
  limit: PageLimit,
})
const MessagesQuery = z.object({
  order: z
    .enum(['oldest', 'newest'])
    .default('oldest')
    .meta({ description: 'Which messages come first' }),
  from: Moment.optional().meta({ description: 'Not before this moment; for `oldest` only' }),
  to: Moment.optional().meta({ description: 'Only what was said before this moment' }),
  cursor: Cursor.meta({ description: 'Of an answer to the same order and the same moments' }),
  limit: PageLimit,
})

const RoomCursor = z.object({
  sort: RoomSort,
  value: z.union([z.string(), z.number()]),
  roomId: z.int(),
})
const MessageCursor = z.object({ at: z.int(), ord: z.int(), number: z.int().nonnegative() })

const toMessage = (stored: StoredMessage): Message => ({
  number: stored.number,
  id: stored.sourceId ?? stored.id,
  at: isoOrNull(stored.at),
  timeSource: stored.timeSource,
  author: stored.author,
  ...(stored.sourceName === undefined ? {} : { sourceName: stored.sourceName }),
  ...(stored.isBot ? { isBot: true } : {}),
  kind: stored.kind,
  text: stored.text,
  replyTo: stored.replyTo,
  attachments: [...stored.attachments],
  ...(stored.editedAt === undefined ? {} : { editedAt: new Date(stored.editedAt).toISOString() }),
  ...(stored.deletedAt === undefined
    ? {}
    : { deletedAt: new Date(stored.deletedAt).toISOString() }),
})

export const roomNotFound = (roomOid: string): HttpProblem =>
  new HttpProblem(404, {
    code: 'room_not_found',
    params: { context: 'asked', room: roomOid },
  })

/** By its own id, or that of a room that has become part of it. */
export async function findRoom(
  rooms: Pick<Rooms, 'get' | 'place'>,
  roomOid: string,
): Promise<StoredRoom> {
  const place = RoomOid.safeParse(roomOid).success ? await rooms.place(roomOid) : null
  const found = place === null ? null : await rooms.get(place.roomOid)
  if (found === null) throw roomNotFound(roomOid)
  return found
}

/** A page as it is answered; `skipped` messages stand before those that it counts. */
const pageOf = (
  { items, next }: Page<StoredMessage, MessagePosition>,
  total: number,
  skipped: number,
): MessagePage => ({
  items: items.map((item) => toMessage({ ...item, number: item.number + skipped })),
  nextCursor: next === null ? null : encodeCursor({ ...next, number: next.number + skipped }),
  total,
})

export interface RoomPorts {
  messages: Pick<Messages, 'page' | 'pageBackwards' | 'count'>
  /** What people said of those who write. */
  knownAuthors: Pick<People, 'ofRoom'>
  rooms: Rooms
  reports: Pick<ReportService, 'leave'>
  roomMerging: Pick<RoomMerging, 'merge'>
  sights: Pick<Sights, 'sees'>
  /** Tells the live channel. */
  roomChanged(roomOid: string): void
}

/** Rooms and their messages. */
export const roomRoutes = ({
  messages,
  knownAuthors,
  rooms,
  reports,
  roomMerging,
  sights,
  roomChanged,
}: RoomPorts): Route[] => [
  route({
    method: 'get',
    path: '/rooms',
    summary: 'Rooms, in pages',
    query: RoomsQuery,
    answers: { 200: json('A page', RoomPage) },
    async handle({ query: { query, sort, cursor, limit }, res }) {
      const among = seenRooms(res)
      const after = decodeCursor(RoomCursor, cursor)
      if (after !== null && after.sort !== sort) {
        throw new HttpProblem(400, { code: 'invalid_query', params: { context: 'cursor_order' } })
      }
      const wanted = query === undefined || query === '' ? null : query
      const [{ items, next }, total] = await Promise.all([
        rooms.list({ query: wanted, sort, after, limit, among }),
        rooms.count(wanted, among),
      ])
      const nextCursor = next === null ? null : encodeCursor({ sort, ...next })
      return { items: [...items], nextCursor, total }
    },
  }),
  route({
    method: 'post',
    path: '/rooms/merge',
    summary:
      'Rooms become part of another one, whose name and id stay; it can be taken back for a while',
    body: jsonBody(RoomMerge),
    answers: {
      200: json('The room; the header Rapporteur-Trash says how to take it back, too', MergedRoom),
      404: problem('The room, or all of the others, are not there'),
      409: problem('An import is writing to one of them'),
    },
    async handle({ body: { into, from }, res }) {
      const sight = partOf(res)
      const those: string[] = []
      for (const roomOid of from) {
        if (sight === null || (await sights.sees(sight, roomOid))) those.push(roomOid)
      }
      const isThere = sight === null || (await sights.sees(sight, into))
      const merged = isThere && those.length > 0 ? await roomMerging.merge(into, those) : 'missing'
      if (merged === 'missing') throw roomNotFound(into)
      if (merged === 'busy') {
        throw new HttpProblem(409, { code: 'illegal_transition', params: { context: 'merge' } })
      }
      const until = new Date(merged.until).toISOString()
      sayTrash(res, { trashOid: merged.trashOid, until })
      const { room } = await findRoom(rooms, merged.into)
      return { ...room, mergedFrom: merged.roomOids, trashOid: merged.trashOid, until }
    },
  }),
  route({
    method: 'get',
    path: '/rooms/:roomOid',
    summary: 'One room',
    answers: { 200: json('The room', Room) },
    handle: async ({ params }) => (await findRoom(rooms, params.roomOid)).room,
  }),
  route({
    method: 'patch',
    path: '/rooms/:roomOid',
    summary: 'Changes a room: its name, and whether its messages may be sent to another computer',
    body: jsonBody(RoomChange),
    answers: { 200: json('The room', Room) },
    async handle({ params: { roomOid }, body }) {
      const name = body.name === undefined ? undefined : storable(body.name)
      const there = (await findRoom(rooms, roomOid)).room.roomOid
      const changed = await rooms.change(there, { ...body, name })
      if (changed === null) throw roomNotFound(roomOid)
      roomChanged(there)
      return changed.room
    },
  }),
  route({
    method: 'get',
    path: '/rooms/:roomOid/messages',
    summary: "A room's messages, in order, in pages",
    query: MessagesQuery,
    answers: { 200: json('A page', MessagePage) },
    async handle({ params, query: { order, from, to, cursor, limit } }) {
      const { roomId, room } = await findRoom(rooms, params.roomOid)
      const said = asPeople(messages, await knownAuthors.ofRoom(roomId))
      const after = decodeCursor(MessageCursor, cursor)
      const total = room.messageCount + room.systemCount
      const linesBefore = async (moment: number): Promise<number> => {
        const counts = await messages.count({ roomId, to: moment })
        return counts.messages + counts.system
      }
      const range = { roomId, from: from ?? null, to: to ?? null }
      if (order === 'newest') {
        const begin = async () => (to === undefined ? total : linesBefore(to))
        const last = after === null ? await begin() : after.number - 1
        return pageOf(await said.pageBackwards(range, { after, limit, last }), total, 0)
      }
      // Messages are numbered in the room, not in the period; a cursor knows its number.
      const skipped = from === undefined || after !== null ? 0 : await linesBefore(from)
      return pageOf(await said.page(range, { after, limit }), total, skipped)
    },
  }),
  route({
    method: 'post',
    path: '/rooms/:roomOid/leave',
    summary: 'The room has ended: its report starts, once',
    answers: { 202: json('The report', ReportEnvelope) },
    async handle({ params: { roomOid } }) {
      const report = await reports.leave((await rooms.place(roomOid))?.roomOid ?? roomOid)
      if (report === null) throw roomNotFound(roomOid)
      return { report }
    },
  }),
]
