import type { Response } from 'express'
import { z } from 'zod'
import { RoomOid } from '../contract/rooms.ts'
import { ThrownAway, TrashEntry, TrashRequest, WorkbookFate } from '../contract/trash.ts'
import type { Sights } from '../access/sight.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { TrashService } from '../trash/trash-service.ts'
import { HttpProblem, type Refusal } from './problem.ts'
import { partOf } from './in-sight.ts'
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
  sights: Pick<Sights, 'sees'>
  reports: Pick<ReportService, 'roomsOf'>
}

/** What is deleted, and taken back. */
export function trashRoutes({ trash, sights, reports }: TrashPorts): Route[] {
  /** What of it the one sees who asks. */
  async function seenOf(what: TrashRequest, res: Response): Promise<TrashRequest> {
    const sight = partOf(res)
    if (sight === null) return what
    const areSeen = async (oids: readonly string[], isSeen: (oid: string) => Promise<boolean>) => {
      const seen = await Promise.all(oids.map(isSeen))
      return oids.filter((_, index) => seen[index])
    }
    const isReportSeen = async (oid: string): Promise<boolean> =>
      (await reports.roomsOf(oid, 'report')).every((roomOid) => sight.names.has(roomOid))
    return {
      ...what,
      roomOids: await areSeen(what.roomOids, (oid) => sights.sees(sight, oid)),
      reportOids: await areSeen(what.reportOids, isReportSeen),
      importOids: [],
    }
  }

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
      async handle({ body, res }) {
        const missing = { code: 'not_found', params: { context: 'trash' } } as const
        return thrown(await seenOf(body, res), missing)
      },
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
