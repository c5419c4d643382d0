import { mendJson } from './json-mend.ts'
import { eachLine } from './reading.ts'
import type { RoomSink, SourceEntry } from './reader.ts'
import { isObject, type JsonObject } from './values.ts'

/** Streams a file of one JSON object per line; other lines are counted as unparsed. */
export async function readJsonLines(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  take: (record: JsonObject, unparsed: () => void) => void,
): Promise<void> {
  await eachLine(entry, recordSink(sink), signal, (line, number) => {
    if (line.trim() === '') return
    const place = { file: entry.name, line: number, text: line }
    let record: unknown
    try {
      record = JSON.parse(line)
    } catch {
      record = line.trimStart().startsWith('{') ? mendJson(line) : undefined
      if (record !== undefined) {
        sink.repaired('mended_json', place)
      }
    }
    const unparsed = () => sink.unparsed(place)
    if (!isObject(record)) return unparsed()
    try {
      take(record, unparsed)
    } catch {
      // As in `readJson`: a record that its reader cannot bear takes no other with it.
      unparsed()
    }
  })
}

/** Tells of lines that were cut as records that are too large: what is left of one is none any more. */
export const recordSink = (sink: RoomSink): RoomSink => ({
  ...sink,
  repaired: (...trouble) =>
    trouble[0] === 'line_cut' ? sink.warn('too_large', trouble[1]) : sink.repaired(...trouble),
})

/** The object that a line is; undefined if it is none. */
export function objectIn(line: string): JsonObject | undefined {
  // To fail costs far more than to look: most files of a folder are no JSON at all.
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The objects among the first lines of a sample, for sniffers; the sample may cut its last line. */
export const sampleObjects = (text: string): JsonObject[] =>
  text
    .split('\n', 20)
    .map(objectIn)
    .filter((object) => object !== undefined)
