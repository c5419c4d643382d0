import { importLimits, messageLimits } from '../contract/limits.ts'
import type { IngestAnswer } from '../contract/rooms.ts'
import type { NewMessage } from '../ports/message.ts'
import type { Messages } from '../ports/messages.ts'
import { storable } from '../ports/storable-text.ts'
import { parseLine } from './live-line.ts'

/**
 * Rooms that are fed while they happen. A line is one message; the same id twice is one message;
 * a line that cannot be read is named and never stops the others.
 */
export interface LiveRooms {
  /**
   * @param room a new `roomOid` makes the room; `name` is for people and defaults to the id
   * @param lines NDJSON lines as they come in; blank ones are passed over
   */
  ingest(
    room: { roomOid: string; name?: string | undefined },
    lines: AsyncIterable<string>,
  ): Promise<IngestAnswer>
}

/** Rejected lines named in one answer; the rest are only counted by what is missing. */
const maxRejected = 1_000

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createLiveRooms(deps: {
  messages: Pick<Messages, 'append'>
  onRoomChanged(roomOid: string): void
}): LiveRooms {
  return {
    async ingest({ roomOid, name }, lines) {
      // Made with its first message, or once the body has ended well: a body that is refused or breaks off
      // leaves no empty room.
      const room = {
        roomOid,
        name: storable(name?.trim() || roomOid).slice(0, messageLimits.maxRoomNameLength),
        source: 'live',
        format: 'live',
      }
      const rejected: IngestAnswer['rejected'] = []
      let number = 0
      let waiting: NewMessage[] = []
      const answer = { accepted: 0, duplicates: 0, rejected }
      let isWritten = false
      async function write(): Promise<void> {
        const messages = waiting
        waiting = []
        for (const totals of await deps.messages.append([{ room, messages }], null)) {
          answer.accepted += totals.messages
          answer.duplicates += totals.duplicates
        }
        isWritten = true
      }
      try {
        for await (const line of lines) {
          number++
          if (line.trim() === '') continue
          const parsed = parseLine(line)
          if (typeof parsed === 'string') {
            if (rejected.length < maxRejected) rejected.push({ line: number, code: parsed })
            continue
          }
          if (waiting.push(parsed) < importLimits.rowsPerTransaction) continue
          await write()
          // The server answers others between two calls.
          await nextTurn()
        }
        await write()
        return answer
      } finally {
        // What was written before a body broke off stays, and is told.
        if (isWritten) deps.onRoomChanged(roomOid)
      }
    },
  }
}
