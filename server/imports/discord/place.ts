import type { RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'

/** `Guild - Category - channel [123456].csv`, also ` [part 2]`: what the exporter names files. */
export function roomFromFile(path: string): { id: string; name: string } {
  const stem = (path.split('/').at(-1) ?? path)
    .replace(/\.(?:csv|txt)$/i, '')
    .replace(/ \[part \d+\]$/, '')
  const match = /^(.*?) ?\[(\d{15,22})\](?: \(.*\))?$/.exec(stem)
  if (!match) return { id: `name:${stem}`, name: stem }
  const name = (match[1] ?? stem).split(' - ').at(-1) ?? stem
  return { id: match[2] ?? stem, name: name || stem }
}

/** Rows have no message ids, so they cannot be matched with those of a JSON export: other rooms. */
export const openRoom = (entry: SourceEntry, sink: RoomSink): SinkRoom => {
  const { id, name } = roomFromFile(entry.name)
  return sink.room({ id, scope: 'text', name })
}
