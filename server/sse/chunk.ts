import type { EventKind } from '../ports/event-log.ts'

/** One event as bytes, shared by every connection that gets it. */
export interface EncodedEvent {
  bytes: Buffer
  /** A newer event of the same key replaces this one in a queue; null never gives way. */
  coalesceKey: string | null
  kind: EventKind
  topic: string
}

/** Events of one tick, joined for one write; `events` are what it was made of. */
export interface Chunk {
  bytes: Buffer
  events: readonly EncodedEvent[]
}

/** Bytes joined into one write at most, so that a slow reader is noticed before much is handed over. */
export const maxChunkBytes = 64 * 1_024

/** Joins events into chunks of at most `maxChunkBytes`, or one event where it alone is larger. */
export function joinEvents(events: readonly EncodedEvent[]): Chunk[] {
  const chunks: Chunk[] = []
  let group: EncodedEvent[] = []
  let size = 0
  const close = () => {
    if (group.length === 0) return
    const [only] = group
    const bytes =
      group.length === 1 && only
        ? only.bytes
        : Buffer.concat(
            group.map((event) => event.bytes),
            size,
          )
    chunks.push({ bytes, events: group })
    group = []
    size = 0
  }
  for (const event of events) {
    if (size > 0 && size + event.bytes.length > maxChunkBytes) close()
    group.push(event)
    size += event.bytes.length
  }
  close()
  return chunks
}
