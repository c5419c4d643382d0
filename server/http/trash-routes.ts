import type { Response } from 'express'
import { z } from 'zod'
import { RoomOid } from '../contract/rooms.ts'
import { ThrownAway, TrashEntry, TrashRequest, WorkbookFate } from '../contract/trash.ts'
import type { TrashService } from '../trash/trash-service.ts'
import { HttpProblem, type Refusal } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'

const RoomQuery = z.object({
  workbooks: WorkbookFate.default('keep').meta({
    description: 'Whether the reports of the room go with it, with their workbooks',
  }),
})

export const gone = {
  204: { description: 'It is gone; the header Rapporteur-Trash says how to take it back' },
}

/** Says under which id, and until when, something can be taken back. */
export function sayTrash(
  res: Response,
  { trashOid, until }: Pick<TrashEntry, 'trashOid' | 'until'>,
): void {
  res.setHeader('Rapporteur-Trash', `${trashOid}; until=${until}`)
}

export function answerGone(res: Response, entry: TrashEntry): void {
  sayTrash(res, entry)
  res.status(204).end()
}

export interface TrashPorts {
  trash: Pick<TrashService, 'throw' | 'restore'>
}

/** What is deleted, and taken back. */
export function trashRoutes({ trash }: TrashPorts): Route[] {
  async function thrown(what: Partial<TrashRequest>, missing: Refusal): Promise<TrashEntry> {
    const entry = await trash.throw(what)
    if (entry === null) throw new HttpProblem(404, missing)
    return entry
  }

  return [
    route({
      method: 'delete',
      path: '/rooms/:roomOid',
      summary: 'Deletes a room with its messages',
      query: RoomQuery,
      answers: gone,
      async handle({ params: { roomOid }, query: { workbooks }, res }) {
        const missing = {
          code: 'room_not_found',
          params: { context: 'asked', room: roomOid },
        } as const
        if (!RoomOid.safeParse(roomOid).success) throw new HttpProblem(404, missing)
        answerGone(res, await thrown({ roomOids: [roomOid], workbooks }, missing))
      },
    }),
    route({
      method: 'delete',
      path: '/reports/:reportOid',
      summary: 'Deletes a report with its workbook; one that is being made is cancelled first',
      answers: gone,
      async handle({ params: { reportOid }, res }) {
        const missing = { code: 'report_not_found', params: { report: reportOid } } as const
        answerGone(res, await thrown({ reportOids: [reportOid] }, missing))
      },
    }),
    route({
      method: 'post',
      path: '/trash',
      summary: 'Deletes rooms, reports and imports together; what is not there is passed over',
      body: jsonBody(TrashRequest),
      answers: { 200: json('What is gone, and how to take it back', TrashEntry) },
      handle: ({ body }) => thrown(body, { code: 'not_found', params: { context: 'trash' } }),
    }),
    route({
      method: 'post',
      path: '/trash/:trashOid/restore',
      summary: 'Takes a delete back',
      answers: { 200: json('What has come back', ThrownAway), 404: problem('It is too late') },
      async handle({ params: { trashOid } }) {
        const restored = await trash.restore(trashOid)
        if (restored !== null) return restored
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'trash_over' } })
      },
    }),
  ]
}
