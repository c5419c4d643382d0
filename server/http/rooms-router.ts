import express, { Router } from 'express'
import { z } from 'zod'
import type { Message } from '../contract/rooms.ts'
import { isoOrNull } from '../contract/instant.ts'
import { httpLimits } from '../contract/limits.ts'
import { RoomChange, RoomOid, RoomSort } from '../contract/rooms.ts'
import type { Reports } from '../reports/reports.ts'
import type { Database } from '../store/database.ts'
import type { StoredMessage } from '../store/message.ts'
import { readMessagePage } from '../store/message-reader.ts'
import type { RoomStore, StoredRoom } from '../store/room-store.ts'
import { HttpProblem, methodNotAllowed } from './problem.ts'
import { decodeCursor, encodeCursor, PageLimit, parseBody, parseQuery } from './validate.ts'

export const RoomsQuery = z.object({
  query: z.string().max(512).optional(),
  sort: RoomSort.default('name'),
  cursor: z.string().max(2_048).optional(),
  limit: PageLimit,
})
export const PageQuery = z.object({ cursor: z.string().max(2_048).optional(), limit: PageLimit })

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
  ...(stored.isBot ? { isBot: true } : {}),
  kind: stored.kind,
  text: stored.text,
  replyTo: stored.replyTo,
  attachments: [...stored.attachments],
})

export function findRoom(rooms: RoomStore, roomOid: string): StoredRoom {
  const found = RoomOid.safeParse(roomOid).success ? rooms.get(roomOid) : null
  if (found === null) {
    throw new HttpProblem(404, {
      code: 'room_not_found',
      params: { context: 'asked', room: roomOid },
    })
  }
  return found
}

export function roomsRouter(deps: {
  db: Database
  rooms: RoomStore
  reports: Reports
  /** Tells the live channel. */
  roomChanged(roomOid: string): void
}): Router {
  const { db, rooms, reports } = deps
  const router = Router()

  router
    .route('/rooms')
    .get((req, res) => {
      const { query, sort, cursor, limit } = parseQuery(RoomsQuery, req)
      const after = decodeCursor(RoomCursor, cursor)
      if (after !== null && after.sort !== sort) {
        throw new HttpProblem(400, { code: 'invalid_query', params: { context: 'cursor_order' } })
      }
      const wanted = query === undefined || query === '' ? null : query
      const { items, next } = rooms.list({ query: wanted, sort, after, limit })
      const nextCursor = next === null ? null : encodeCursor({ sort, ...next })
      res.json({ items, nextCursor, total: rooms.count(wanted) })
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/rooms/:roomOid')
    .get((req, res) => {
      res.json(findRoom(rooms, req.params.roomOid).room)
    })
    .patch(express.json({ limit: httpLimits.maxJsonBytes }), (req, res) => {
      const { localOnly } = parseBody(RoomChange, req)
      const { roomOid } = findRoom(rooms, req.params.roomOid).room
      rooms.setLocalOnly(roomOid, localOnly)
      deps.roomChanged(roomOid)
      res.json(findRoom(rooms, roomOid).room)
    })
    .all(methodNotAllowed('GET', 'PATCH'))

  router.get('/rooms/:roomOid/messages', (req, res) => {
    const { cursor, limit } = parseQuery(PageQuery, req)
    const { roomId, room } = findRoom(rooms, req.params.roomOid)
    const after = decodeCursor(MessageCursor, cursor)
    const { items, next } = readMessagePage(db, { roomId }, { after, limit })
    res.json({
      items: items.map(toMessage),
      nextCursor: next === null ? null : encodeCursor(next),
      total: room.messageCount + room.systemCount,
    })
  })

  router
    .route('/rooms/:roomOid/leave')
    .post((req, res) => {
      const { room } = findRoom(rooms, req.params.roomOid)
      res.status(202).json({ report: reports.leave(room.roomOid) })
    })
    .all(methodNotAllowed('POST'))

  return router
}
