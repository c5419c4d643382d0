import { Router } from 'express'
import { z } from 'zod'
import { httpLimits, messageLimits } from '../contract/limits.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { LiveRooms } from '../rooms/live.ts'
import { bodyLines } from './lines.ts'
import { HttpProblem, methodNotAllowed } from './problem.ts'
import { parseQuery } from './validate.ts'

export const IngestQuery = z.object({
  name: z.string().max(messageLimits.maxRoomNameLength).optional(),
})

/** `POST /rooms/:roomOid/messages`; mount it after the GET of the same path. */
export function ingestRouter(live: LiveRooms): Router {
  const router = Router()
  router
    .route('/rooms/:roomOid/messages')
    .post(async (req, res) => {
      const { roomOid } = req.params
      const checked = RoomOid.safeParse(roomOid)
      if (!checked.success) {
        throw new HttpProblem(400, {
          code: 'invalid_room_oid',
          params: { text: checked.error.issues[0]?.message ?? 'Invalid room id.' },
        })
      }
      const { name } = parseQuery(IngestQuery, req)
      const lines = bodyLines(req, {
        maxBytes: httpLimits.maxIngestBytes,
        maxLineBytes: httpLimits.maxIngestLineBytes,
      })
      res.json(await live.ingest({ roomOid: checked.data, name }, lines))
    })
    .all(methodNotAllowed('GET', 'POST'))
  return router
}
