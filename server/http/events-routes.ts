import type { Request, Response } from 'express'
import { z } from 'zod'
import { sseEvents, sseTopics } from '../contract/events.ts'
import { sseLimits } from '../contract/limits.ts'
import { isOverviewOid } from '../contract/overviews.ts'
import { isSettled } from '../reports/state-machine.ts'
import type { Who } from '../access/access-service.ts'
import type { Sights } from '../access/sight.ts'
import { partSight, wholeSight, type EventSight } from '../sse/event-sight.ts'
import type { RoomSelection } from '../sse/audience.ts'
import type { Snapshot, SnapshotEvent } from '../sse/backlog.ts'
import type { Broadcaster } from '../sse/broadcaster.ts'
import { acceptsEventStream } from '../sse/request.ts'
import { serveStream, type ServeStreamOptions } from '../sse/serve-stream.ts'
import { toStatus, type StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import { atMoment } from '../at-moment.ts'
import { tokenIdOf } from './auth.ts'
import { whoOf } from './gate.ts'
import { HttpProblem, type Refusal } from './problem.ts'
import { sightOf } from './in-sight.ts'
import { findRoom, roomNotFound } from './rooms-routes.ts'
import { route, written, type Route } from './route.ts'
import { parseRoomOid, queryList } from './validate.ts'

/** The first one counts, because an EventSource that reconnects by itself repeats its query. */
const CursorText = z
  .union([z.string(), z.array(z.string())])
  .transform((values) => [values].flat()[0])
  .optional()
  .meta({ description: 'The cursor, where no header can be sent' })

const StreamQuery = z.object({ lastEventId: CursorText, last_event_id: CursorText })

/** Throws refusals of its own, which zod lets pass: they have sentences in the catalogue. */
const EventsQuery = StreamQuery.extend({
  rooms: queryList(noRooms)
    .transform(selectionOf)
    .meta({ description: 'Room ids separated by commas, or * for all, also later ones' }),
  topics: queryList()
    .transform(topicsOf)
    .optional()
    .meta({ description: 'More than reports: imports, rooms, queue, health' }),
  snapshot: queryList().optional().meta({
    description: 'Rooms that are new to the reader and want a snapshot although it resumes',
  }),
})

export interface EventPorts {
  broadcaster: Broadcaster
  /** How reports are, and where the log stands. */
  present: Reports['present']
  /** Which overviews are about none but these rooms. */
  overviewsOver: Reports['overviewsOver']
  rooms: Pick<Rooms, 'get' | 'place'>
  sights: Sights
  now?: () => number
}

function noRooms(): never {
  throw new HttpProblem(400, { code: 'invalid_query', params: { context: 'no_rooms' } })
}

function selectionOf(rooms: readonly string[]): RoomSelection {
  if (rooms.length === 0) noRooms()
  if (rooms.includes('*')) return '*'
  if (rooms.length > sseLimits.maxRoomsPerStream) {
    const params = { context: 'many_rooms', count: sseLimits.maxRoomsPerStream } as const
    throw new HttpProblem(400, { code: 'invalid_query', params })
  }
  return new Set(rooms.map(parseRoomOid))
}

function topicsOf(topics: string[]): string[] {
  const unknown = topics.find((topic) => !(sseTopics as readonly string[]).includes(topic))
  if (unknown === undefined) return topics
  const params = { context: 'topic', topic: JSON.stringify(unknown) } as const
  throw new HttpProblem(400, { code: 'invalid_query', params })
}

const crowded: Readonly<Record<'too_many_requests' | 'unavailable', Refusal>> = {
  too_many_requests: { code: 'too_many_requests', params: {} },
  unavailable: { code: 'unavailable', params: { context: 'streams' } },
}

/** The event streams. */
export function eventRoutes(ports: EventPorts): Route[] {
  const { broadcaster, present, overviewsOver, rooms, sights, now = Date.now } = ports

  const toEvent = (report: StoredReport): SnapshotEvent => ({
    room: report.roomOid,
    event: isSettled(report) ? sseEvents.excelStatusEnd : sseEvents.excelStatus,
    data: JSON.stringify(toStatus(report, now())),
  })
  async function snapshot(selection: RoomSelection): Promise<Snapshot> {
    const { reports, head } = await present(selection === '*' ? '*' : [...selection])
    return { events: reports.map(toEvent), head }
  }

  /** A room without a report has something to say yet: the first one. */
  const isOver = (roomOid: string) => async (): Promise<number | null> => {
    const { reports, head } = await present([roomOid])
    return reports.length > 0 && reports.every(isSettled) ? head.last : null
  }

  /** An overview is followed as a room is, by the id that stands in its place. */
  async function followed(asked: string, res: Response): Promise<string> {
    const sight = sightOf(res)
    if (sight !== 'all') {
      const isHidden = isOverviewOid(asked)
        ? (await overviewsOver([...sight.names.keys()])).get(asked) !== true
        : await sights.hides(sight, asked)
      if (isHidden) throw roomNotFound(asked)
    }
    const isOverview = isOverviewOid(asked) && (await present([asked])).reports.length > 0
    return isOverview ? asked : (await findRoom(rooms, asked)).room.roomOid
  }

  /** Null for the owner, who always sees everything. An admin may be none a moment later. */
  async function eventSight(who: Who): Promise<EventSight | null> {
    if (who.kind === 'owner') return null
    const sight = await sights.of(who)
    if (sight === 'all') return wholeSight
    const overviews = await overviewsOver([...sight.names.keys()])
    return partSight(sight.names, sight.hidden, overviews)
  }

  async function stream(
    req: Request,
    res: Response,
    options: Pick<ServeStreamOptions, 'rooms' | 'topics' | 'newRooms' | 'isOver'>,
  ): Promise<void> {
    if (!acceptsEventStream(req.headers.accept)) {
      throw new HttpProblem(406, { code: 'not_acceptable', params: {} })
    }
    const tokenId = tokenIdOf(res)
    const who = whoOf(res)
    const { endsAt } = who
    const version = broadcaster.sightVersion
    const sight = await eventSight(who)
    if (endsAt !== null) {
      req.once(
        'close',
        atMoment(endsAt, () => broadcaster.expireToken(tokenId), now),
      )
    }
    const outcome = await serveStream(req, res, {
      broadcaster,
      snapshot,
      tokenId,
      ...(sight === null ? {} : { sight: { of: sight, version } }),
      ...options,
    })
    if (outcome.kind !== 'refused') return
    throw new HttpProblem(outcome.status, crowded[outcome.code], {
      headers: { 'Retry-After': String(outcome.retryAfterSeconds) },
    })
  }

  const pushed = written('Server-sent events; see docs/events.md', 'text/event-stream')

  return [
    route({
      method: 'get',
      path: '/events',
      summary: 'Many rooms on one connection, live',
      query: EventsQuery,
      answers: { 200: pushed },
      handle({ query, req, res }) {
        const { topics = [], snapshot: newRooms } = query
        return stream(req, res, { rooms: query.rooms, topics, newRooms: new Set(newRooms) })
      },
    }),
    route({
      method: 'get',
      path: '/rooms/:roomOid/excel-status',
      summary: "The status of the room's newest report, live",
      query: StreamQuery,
      answers: { 200: pushed, 204: { description: 'Nothing is left to say' } },
      async handle({ params, req, res }) {
        const roomOid = await followed(params.roomOid, res)
        return stream(req, res, { rooms: new Set([roomOid]), isOver: isOver(roomOid) })
      },
    }),
  ]
}
