import type { JsonHandler, JsonPlan } from './json-parts.ts'
import { JsonScanner } from './json-scan.ts'
import type { RoomSink, SourceEntry } from './reader.ts'
import { asUtf8 } from './source-text.ts'

export interface RecordsHandler {
  plan(path: readonly string[], isList: boolean): JsonPlan
  value?(path: readonly string[], value: unknown): void
  /** `place` makes the position for a warning; it is cheap to ignore. */
  record(value: unknown, path: readonly string[], mended: boolean): void
  leave?(path: readonly string[]): void
}

/** Streams the records of a JSON file; what cannot be read is counted as unparsed. */
export async function readJson(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  handler: RecordsHandler,
): Promise<void> {
  const scanHandler: JsonHandler = {
    plan: (path, isList) => handler.plan(path, isList),
    value: (path, value) => handler.value?.(path, value),
    record(value, path, mended) {
      try {
        if (mended) {
          sink.repaired('mended_json', {
            file: entry.name,
            text: JSON.stringify(value),
          })
        }
        handler.record(value, path, mended)
      } catch {
        // One that its reader cannot bear (nested deeper than a stack, say) could not be read: it must
        // not take the rest of the file with it.
        sink.unparsed({ file: entry.name, text: path.join('.') })
      }
    },
    broken(text) {
      if (text !== '') sink.unparsed({ file: entry.name, text })
      sink.warn('damaged_file', { file: entry.name, text: text.slice(-160) })
    },
    tooLarge(text) {
      const place = { file: entry.name, text }
      sink.unparsed(place)
      sink.warn('too_large', place)
    },
    leave: (path) => handler.leave?.(path),
  }
  const scanner = new JsonScanner(scanHandler)
  for await (const chunk of asUtf8(entry)) {
    signal.throwIfAborted()
    scanner.push(chunk)
  }
  scanner.end()
}

/** A whole JSON file of moderate size (lists of users, channels); undefined if it cannot be read. */
export async function readSmallJson(entry: SourceEntry, limit: number): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of asUtf8(entry)) {
    size += chunk.length
    if (size > limit) return undefined
    parts.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
