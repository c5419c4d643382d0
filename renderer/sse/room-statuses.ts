import { sseEvents } from '../../server/contract/events.ts'
import type { StreamEvent } from './stream-event.ts'

/** One event of a report, and whose it is. */
export interface RoomEvent {
  event: StreamEvent
  roomOid: string
  reportOid: string
  attempt: number
}

/** Whose event it is; null for one that names no room, or whose data is no JSON object. */
export function readRoomEvent(event: StreamEvent): RoomEvent | null {
  const { roomOid, reportOid, attempt } = event.json ?? {}
  if (typeof roomOid !== 'string') return null
  return {
    event,
    roomOid,
    reportOid: typeof reportOid === 'string' ? reportOid : '',
    attempt: typeof attempt === 'number' ? attempt : 1,
  }
}

/** Events that are state: the last one stands for all before it. */
export const isStatus = ({ name }: StreamEvent): boolean =>
  name === sseEvents.excelStatus || name === sseEvents.excelStatusEnd

/** Which events of a room a subscription gets. */
export interface RoomFilter {
  roomOid: string
  /** Only this report. Default: whatever report the room has. */
  reportOid?: string
  /** Only this attempt of the report and later ones. Default: all. */
  attempt?: number
}

export function passes({ roomOid, reportOid, attempt = 1 }: RoomFilter, of: RoomEvent): boolean {
  if (of.roomOid !== roomOid) return false
  return reportOid === undefined || (of.reportOid === reportOid && of.attempt >= attempt)
}
