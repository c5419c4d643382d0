import express, { Router } from 'express'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReportEstimate, RoomEstimate } from '../contract/estimates.ts'
import { httpLimits } from '../contract/limits.ts'
import { ReportRequest, type ReportOptions } from '../contract/reports.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { Database } from '../store/database.ts'
import { countInSteps, sampleMessages } from '../store/message-sample.ts'
import type { RoomStore, StoredRoom } from '../store/room-store.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { methodNotAllowed } from './problem.ts'
import { parseBody } from './validate.ts'

export interface EstimatePorts {
  db: Database
  rooms: RoomStore
  /** The engine of the settings, as they are now. */
  summaryChoice(): SummaryChoice
}

/** `/reports/estimate`: what the summaries of a request would take, before it is made. */
export function estimateRouter(ports: EstimatePorts): Router {
  const router = Router()
  router
    .route('/reports/estimate')
    .post(express.json({ limit: httpLimits.maxJsonBytes }), async (req, res) => {
      const { roomOids, options = {} } = parseBody(ReportRequest, req)
      const choice: SummaryChoice =
        options.summary === 'extractive' ? { engine: 'extractive' } : ports.summaryChoice()
      const rooms: RoomEstimate[] = []
      const rejected: ReportEstimate['rejected'] = []
      for (const roomOid of new Set(roomOids)) {
        if (res.closed) return
        const valid = RoomOid.safeParse(roomOid).success
        const found = valid ? ports.rooms.get(roomOid) : null
        if (found === null) {
          rejected.push({ roomOid, code: valid ? 'room_not_found' : 'invalid_room_oid' })
        } else rooms.push(await estimate(ports.db, found, options, choice))
        // Thousands of rooms must not hold up the other requests.
        await nextTurn()
      }
      const answer: ReportEstimate = { rooms, total: totalOf(rooms), rejected }
      res.json(answer)
    })
    .all(methodNotAllowed('POST'))
  return router
}

async function estimate(
  db: Database,
  { room, roomId, lastOrd }: StoredRoom,
  options: ReportOptions,
  choice: SummaryChoice,
): Promise<RoomEstimate> {
  const from = options.from === undefined ? null : Date.parse(options.from)
  const to = options.to === undefined ? null : Date.parse(options.to)
  const range = { roomId, from, to, maxOrd: lastOrd }
  const whole = from === null && to === null
  const messages = whole ? room.messageCount : await countInSteps(db, range, () => nextTurn())
  const { firstMessageAt, lastMessageAt } = room
  const sample =
    choice.engine === 'extractive' || firstMessageAt === null || lastMessageAt === null
      ? []
      : sampleMessages(db, range, {
          first: Date.parse(firstMessageAt),
          last: Date.parse(lastMessageAt),
        })
  const localOnly = room.localOnly ?? false
  // Read when it is asked for: the start needs nothing of the summary engines.
  const { estimateRoom } = await import('../summary/estimate.ts')
  return estimateRoom({ roomOid: room.roomOid, messages, sample, localOnly }, choice)
}

function totalOf(rooms: readonly RoomEstimate[]): ReportEstimate['total'] {
  const sum = (of: (room: RoomEstimate) => number): number =>
    rooms.reduce((total, room) => total + of(room), 0)
  return {
    messages: sum(({ messages }) => messages),
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: rooms.some(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
    leavesComputer: rooms.some((room) => room.leavesComputer),
  }
}
