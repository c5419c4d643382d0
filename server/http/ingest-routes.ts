import { z } from 'zod'
import { httpLimits, messageLimits } from '../contract/limits.ts'
import { IngestAnswer, RoomOid } from '../contract/rooms.ts'
import type { LiveRooms } from '../rooms/live.ts'
import { bodyLines } from './lines.ts'
import { HttpProblem } from './problem.ts'
import { json, rawBody, route, type Route } from './route.ts'

const IngestQuery = z.object({
  name: z.string().max(messageLimits.maxRoomNameLength).optional(),
})

export interface IngestPorts {
  live: LiveRooms
}

/** The messages of a live feed. */
export const ingestRoutes = ({ live }: IngestPorts): Route[] => [
  route({
    method: 'post',
    path: '/rooms/:roomOid/messages',
    summary: 'Live ingestion, NDJSON; a new room id makes the room',
    query: IngestQuery,
    body: rawBody('application/x-ndjson'),
    answers: { 200: json('What became of the lines', IngestAnswer) },
    handle({ params: { roomOid }, query: { name }, req }) {
      const checked = RoomOid.safeParse(roomOid)
      if (!checked.success) {
        const [first] = checked.error.issues
        const params = { text: first?.message ?? 'Invalid room id.' }
        throw new HttpProblem(400, { code: 'invalid_room_oid', params })
      }
      const lines = bodyLines(req, {
        maxBytes: httpLimits.maxIngestBytes,
        maxLineBytes: httpLimits.maxIngestLineBytes,
      })
      return live.ingest({ roomOid: checked.data, name }, lines)
    },
  }),
]
