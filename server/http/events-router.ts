import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { sseEvents, sseTopics } from '../contract/events.ts'
import { sseLimits } from '../contract/limits.ts'
import { RoomOid } from '../contract/rooms.ts'
import { isSettled } from '../reports/state-machine.ts'
import { toStatus } from '../reports/tracker.ts'
import type { RoomSelection } from '../sse/audience.ts'
import type { SnapshotEvent } from '../sse/backlog.ts'
import type { Broadcaster } from '../sse/broadcaster.ts'
import { acceptsEventStream, readList } from '../sse/request.ts'
import { serveStream, type ServeStreamOptions } from '../sse/serve-stream.ts'
import type { ReportStore, StoredReport } from '../store/report-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import { tokenIdOf } from './auth.ts'
import { HttpProblem, methodNotAllowed, type Refusal } from './problem.ts'
import { findRoom } from './rooms-router.ts'

export const EventsQuery = z.object({
  rooms: z
    .string()
    .meta({ description: 'Room ids separated by commas, or * for all, also later ones' }),
  topics: z
    .string()
    .optional()
    .meta({ description: 'More than reports: imports, rooms, queue, health' }),
  snapshot: z.string().optional().meta({
    description: 'Rooms that are new to the reader and want a snapshot although it resumes',
  }),
  lastEventId: z
    .string()
    .optional()
    .meta({ description: 'The cursor, where no header can be sent' }),
})

export interface EventsRouterDeps {
  broadcaster: Broadcaster
  reports: Pick<ReportStore, 'newestOfRoom' | 'newestOfRooms' | 'running'>
  rooms: RoomStore
  now?: () => number
}

function roomsOf(req: Request): RoomSelection {
  const asked = readList(req, 'rooms')
  if (asked === undefined || asked.length === 0) {
    throw new HttpProblem(400, { code: 'invalid_query', params: { context: 'no_rooms' } })
  }
  if (asked.includes('*')) return '*'
  if (asked.length > sseLimits.maxRoomsPerStream) {
    throw new HttpProblem(400, {
      code: 'invalid_query',
      params: { context: 'many_rooms', count: sseLimits.maxRoomsPerStream },
    })
  }
  for (const roomOid of asked) {
    const checked = RoomOid.safeParse(roomOid)
    if (!checked.success) {
      throw new HttpProblem(400, {
        code: 'invalid_room_oid',
        params: { text: checked.error.issues[0]?.message ?? 'Invalid room id.' },
      })
    }
  }
  return new Set(asked)
}

function topicsOf(req: Request): string[] {
  const asked = readList(req, 'topics') ?? []
  const unknown = asked.find((topic) => !(sseTopics as readonly string[]).includes(topic))
  if (unknown === undefined) return asked
  throw new HttpProblem(400, {
    code: 'invalid_query',
    params: { context: 'topic', topic: JSON.stringify(unknown) },
  })
}

const crowded: Readonly<Record<'too_many_requests' | 'unavailable', Refusal>> = {
  too_many_requests: { code: 'too_many_requests', params: {} },
  unavailable: { code: 'unavailable', params: { context: 'streams' } },
}

export function eventsRouter(deps: EventsRouterDeps): Router {
  const { broadcaster, reports, rooms, now = Date.now } = deps
  const router = Router()

  const toEvent = (report: StoredReport): SnapshotEvent => ({
    room: report.roomOid,
    event: isSettled(report) ? sseEvents.excelStatusEnd : sseEvents.excelStatus,
    data: JSON.stringify(toStatus(report, now())),
  })
  const snapshot = (selection: RoomSelection): SnapshotEvent[] =>
    (selection === '*' ? reports.running() : reports.newestOfRooms([...selection])).map(toEvent)

  function stream(
    req: Request,
    res: Response,
    options: Pick<ServeStreamOptions, 'rooms' | 'topics' | 'newRooms' | 'isOver'>,
  ): void {
    if (!acceptsEventStream(req.headers.accept)) {
      throw new HttpProblem(406, { code: 'not_acceptable', params: {} })
    }
    const outcome = serveStream(req, res, {
      broadcaster,
      snapshot,
      tokenId: tokenIdOf(res),
      ...options,
    })
    if (outcome.kind !== 'refused') return
    throw new HttpProblem(outcome.status, crowded[outcome.code], {
      headers: { 'Retry-After': String(outcome.retryAfterSeconds) },
    })
  }

  router
    .route('/events')
    .get((req, res) => {
      stream(req, res, {
        rooms: roomsOf(req),
        topics: topicsOf(req),
        newRooms: new Set(readList(req, 'snapshot') ?? []),
      })
    })
    .all(methodNotAllowed('GET', 'HEAD'))

  router
    .route('/rooms/:roomOid/excel-status')
    .get((req, res) => {
      const { roomOid } = findRoom(rooms, req.params.roomOid).room
      stream(req, res, {
        rooms: new Set([roomOid]),
        isOver: () => {
          const newest = reports.newestOfRoom(roomOid)
          // A room without a report has something to say yet: the first one.
          return newest !== null && isSettled(newest)
        },
      })
    })
    .all(methodNotAllowed('GET', 'HEAD'))

  return router
}
