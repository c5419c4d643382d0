import { z } from 'zod'
import { httpLimits, messageLimits } from '../contract/limits.ts'
import { IngestAnswer } from '../contract/rooms.ts'
import type { LiveRooms } from '../rooms/live.ts'
import { bodyLines } from './lines.ts'
import { json, rawBody, route, type Route } from './route.ts'
import { parseRoomOid } from './validate.ts'

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
      const checked = parseRoomOid(roomOid)
      const lines = bodyLines(req, {
        maxBytes: httpLimits.maxIngestBytes,
        maxLineBytes: httpLimits.maxIngestLineBytes,
      })
      return live.ingest({ roomOid: checked, name }, lines)
    },
  }),
]
