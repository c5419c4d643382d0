import { randomUUID } from 'node:crypto'
import type { ReportAnswer, ReportOptions, ReportRequest } from '../contract/reports.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { NewReport } from '../store/report-store.ts'
import type { RoomStore } from '../store/room-store.ts'

export interface Preparation {
  rooms: Pick<RoomStore, 'exists'>
  /** Recipients of reports that name none. */
  recipients: readonly string[]
  now(): number
}

/**
 * What a request asks for, as rows of one batch. A room that is not there or not a room is rejected by
 * name and stops no other; a room named twice is reported once.
 */
export function prepareReports(
  request: ReportRequest,
  { rooms, recipients, now }: Preparation,
): { reports: NewReport[]; rejected: ReportAnswer['rejected'] } {
  const asked = request.options ?? {}
  const options: ReportOptions =
    asked.recipients === undefined && recipients.length > 0
      ? { ...asked, recipients: [...recipients] }
      : asked
  const batchOid = randomUUID()
  const reports: NewReport[] = []
  const rejected: ReportAnswer['rejected'] = []
  for (const roomOid of new Set(request.roomOids)) {
    if (!RoomOid.safeParse(roomOid).success) rejected.push({ roomOid, code: 'invalid_room_oid' })
    else if (!rooms.exists(roomOid)) rejected.push({ roomOid, code: 'room_not_found' })
    else {
      reports.push({
        reportOid: randomUUID(),
        roomOid,
        batchOid,
        options,
        message: 'Waiting for its turn',
        delivery: options.recipients?.length ? 'pending' : 'none',
        createdAt: now(),
      })
    }
  }
  return { reports, rejected }
}
