import type { SearchHit } from '../../ports/search.ts'
import { timeSourceCodes } from './message-rows.ts'

/** A message that was found, with its room, which has so many lines. */
export interface SearchRow {
  id: number
  room_id: number
  room_oid: string
  name: string
  lines: number
  at: number
  ord: number
  time_source: number
  author: string
  text: string
}

export const toHit = (row: SearchRow, messageNumber: number): SearchHit => ({
  roomOid: row.room_oid,
  roomName: row.name,
  messageNumber,
  at: row.time_source === timeSourceCodes.unknown ? null : row.at,
  author: row.author,
  text: row.text,
})
