import { randomUUID } from 'node:crypto'
import { importLimits, messageLimits } from '../contract/limits.ts'
import { IngestLine, type IngestAnswer } from '../contract/rooms.ts'
import type { Database } from '../store/database.ts'
import { storable } from '../store/storable-text.ts'
import { openMessageWriter, type NewMessage } from '../store/message-writer.ts'

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

function toMessage(line: IngestLine): NewMessage {
  const sourceId = line.id === undefined ? null : storable(String(line.id))
  const replyTo =
    line.replyTo === undefined || line.replyTo === null ? null : storable(String(line.replyTo))
  return {
    // Without an id every line is a message of its own: two people may say "yes" in one millisecond.
    key: sourceId ?? `~${randomUUID()}`,
    sourceId,
    at: typeof line.at === 'number' ? line.at : Date.parse(line.at),
    timeSource: 'explicit',
    author: storable(line.author),
    kind: 'message',
    text: storable(line.text),
    replyTo,
  }
}

function parseLine(line: string): IngestLine | 'invalid_json' | 'invalid_message' {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'invalid_json'
  }
  const parsed = IngestLine.safeParse(value)
  return parsed.success ? parsed.data : 'invalid_message'
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createLiveRooms(deps: {
  db: Database
  onRoomChanged(roomOid: string): void
}): LiveRooms {
  return {
    async ingest({ roomOid, name }, lines) {
      const writer = openMessageWriter(deps.db)
      const room = writer.room({
        roomOid,
        name: storable(name?.trim() || roomOid).slice(0, messageLimits.maxRoomNameLength),
        source: 'live',
        format: 'live',
      })
      const rejected: IngestAnswer['rejected'] = []
      let number = 0
      let waiting = 0
      for await (const line of lines) {
        number++
        if (line.trim() === '') continue
        const parsed = parseLine(line)
        if (typeof parsed === 'string') {
          if (rejected.length < maxRejected) rejected.push({ line: number, code: parsed })
          continue
        }
        writer.add(room, toMessage(parsed))
        // The server answers others between two transactions.
        if (++waiting % importLimits.rowsPerTransaction === 0) await nextTurn()
      }
      writer.flush()
      deps.onRoomChanged(roomOid)
      return { accepted: room.messages, duplicates: room.duplicates, rejected }
    },
  }
}
