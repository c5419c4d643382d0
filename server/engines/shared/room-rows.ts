import { isoOrNull } from '../../contract/instant.ts'
import type { Room } from '../../contract/rooms.ts'
import type { RoomsPage, StoredRoom } from '../../ports/rooms.ts'

/** A room with its newest report and the import that its first message came by. */
export interface RoomRow {
  room_id: number
  room_oid: string
  name: string
  source: string
  format: string
  message_count: number
  system_count: number
  participant_count: number
  first_message_at: number | null
  last_message_at: number | null
  next_ord: number
  local_only: number | boolean
  report_oid: string | null
  report_state: string | null
  report_finished_at: number | null
  import_name: string | null
  read_messages: number | null
}

const toRoom = (row: RoomRow): Room => ({
  roomOid: row.room_oid,
  name: row.name,
  source: row.source,
  format: row.format,
  messageCount: row.message_count,
  systemCount: row.system_count,
  participantCount: row.participant_count,
  firstMessageAt: isoOrNull(row.first_message_at),
  lastMessageAt: isoOrNull(row.last_message_at),
  localOnly: Boolean(row.local_only),
  ...(row.import_name === null ? {} : { importName: row.import_name }),
  ...(row.read_messages === null
    ? {}
    : { newMessages: Math.max(0, row.message_count + row.system_count - row.read_messages) }),
  ...(row.report_oid === null
    ? {}
    : {
        lastReport: {
          reportOid: row.report_oid,
          state: row.report_state ?? '',
          finishedAt: isoOrNull(row.report_finished_at),
        },
      }),
})

export const toStoredRoom = (row: RoomRow): StoredRoom => ({
  roomId: row.room_id,
  lastOrd: row.next_ord - 1,
  room: toRoom(row),
})

/** Case-insensitive for every script, which databases are not. */
export const foldedName = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('en')

/** @param rows one more than `limit` where others follow */
export function toRoomPage(
  rows: readonly (RoomRow & { sort_value: string | number })[],
  limit: number,
): RoomsPage {
  const kept = rows.slice(0, limit)
  const last = rows.length > limit ? kept.at(-1) : undefined
  const next = last === undefined ? null : { value: last.sort_value, roomId: last.room_id }
  return { items: kept.map(toRoom), next }
}
