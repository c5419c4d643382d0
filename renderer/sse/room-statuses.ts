import { sseEvents } from '../../server/contract/events.ts'

/** What one event says of a room, taken out of its data once for all who listen. */
export interface RoomEvent {
  event: string
  /** The data as it was sent: one JSON text. */
  data: string
  /** The data, parsed. */
  value: unknown
  roomOid: string
  reportOid: string
  attempt: number
  lastEventId: string
}

/** Reads an event that carries a room; null for one that does not, or that is no JSON object. */
export function readRoomEvent(event: string, data: string, lastEventId: string): RoomEvent | null {
  const value = parseObject(data)
  if (value === null || typeof value['roomOid'] !== 'string') return null
  const { roomOid, reportOid, attempt } = value
  return {
    event,
    data,
    value,
    roomOid,
    reportOid: typeof reportOid === 'string' ? reportOid : '',
    attempt: typeof attempt === 'number' ? attempt : 1,
    lastEventId,
  }
}

export function parseObject(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Events that are state: the last one stands for all before it. */
export const isStatus = (event: string): boolean =>
  event === sseEvents.excelStatus || event === sseEvents.excelStatusEnd

/** What somebody who follows a room wants to hear. */
export interface RoomFilter {
  roomOid: string
  /** Only this report. Without it, whatever report the room has. */
  reportOid: string | null
  /** Only this attempt of the report and later ones. */
  attempt: number
}

export function passes(filter: RoomFilter, event: RoomEvent): boolean {
  if (event.roomOid !== filter.roomOid) return false
  if (filter.reportOid === null) return true
  return event.reportOid === filter.reportOid && event.attempt >= filter.attempt
}

const statusPath = /\/api\/rooms\/([^/?#]+)\/excel-status$/

/**
 * Reads the URL of a room's status stream: `/api/rooms/:roomOid/excel-status`, with the optional query
 * `report` and `attempt`, and `lastEventId` as every stream has it.
 *
 * @returns null for another URL
 */
export function readStatusUrl(url: string): (RoomFilter & { lastEventId: string }) | null {
  let parsed: URL
  let roomOid: string
  try {
    parsed = new URL(url, 'http://localhost')
    roomOid = decodeURIComponent(statusPath.exec(parsed.pathname)?.[1] ?? '')
  } catch {
    return null
  }
  if (roomOid === '') return null
  const query = parsed.searchParams
  return {
    roomOid,
    reportOid: query.get('report'),
    attempt: Number(query.get('attempt') ?? 1) || 1,
    lastEventId: query.get('lastEventId') ?? '',
  }
}
