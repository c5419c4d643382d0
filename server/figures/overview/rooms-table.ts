import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import type { Speech } from '../../words/speech.ts'
import { arrowText } from '../changes.ts'

/** Rooms of one table; whoever needs all of them opens the workbook. */
const MAX_ROOMS = 100

export interface RoomsTable {
  heads: readonly string[]
  /** A name, then figures in words. */
  rows: readonly (readonly string[])[]
}

/** The rooms of an overview side by side, for pages without room for all columns; null for a report of a room. */
export function roomsTable(
  speech: Speech,
  rooms: readonly OverviewRoom[] | undefined,
): RoomsTable | null {
  if (rooms === undefined) return null
  const heads = [
    speech.say('column_room'),
    speech.say('messages_head'),
    speech.say('change'),
    speech.say('column_wrote'),
    speech.say('column_decisions'),
    speech.say('column_actions'),
    speech.say('column_open'),
  ]
  const rows = rooms.slice(0, MAX_ROOMS).map((room) => {
    const name = room.name.trim() || speech.say('unnamed_room')
    if (room.state !== 'covered')
      return [name, speech.say(`state_${room.state}`), '', '', '', '', '']
    const { earlier } = room
    const change =
      earlier === null || earlier.change === 0
        ? '–'
        : arrowText(speech, room.messages, earlier.messages)
    const counts = [room.people, room.decisions.found, room.actionItems.found, room.openQuestions]
    return [name, speech.count(room.messages), change, ...counts.map((one) => speech.count(one))]
  })
  return { heads, rows }
}
