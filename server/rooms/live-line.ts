import { randomUUID } from 'node:crypto'
import { IngestLine, instantOf } from '../contract/rooms.ts'
import type { NewMessage } from '../ports/message.ts'
import { storable } from '../ports/storable-text.ts'

function toMessage(line: IngestLine, at: number): NewMessage {
  const sourceId = line.id === undefined ? null : storable(String(line.id))
  const replyTo =
    line.replyTo === undefined || line.replyTo === null ? null : storable(String(line.replyTo))
  return {
    // Without an id every line is a message of its own: two people may say "yes" in one millisecond.
    key: sourceId ?? `~${randomUUID()}`,
    sourceId,
    at,
    timeSource: 'explicit',
    author: storable(line.author),
    kind: 'message',
    text: storable(line.text),
    replyTo,
  }
}

/** Why a line is not taken. */
export type Refusal = 'invalid_json' | 'invalid_message' | 'time_out_of_range'

/** One NDJSON line of a live feed as a message. */
export function parseLine(line: string): NewMessage | Refusal {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'invalid_json'
  }
  const parsed = IngestLine.safeParse(value)
  if (!parsed.success) return 'invalid_message'
  const at = instantOf(parsed.data)
  return at === null ? 'time_out_of_range' : toMessage(parsed.data, at)
}
