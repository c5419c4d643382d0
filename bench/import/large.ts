import { Zip, ZipDeflate } from 'fflate'
import { join } from 'node:path'
import { exportFormats, type ExportFormat } from '../../tests/support/export-formats.ts'
import { exportParts, writeExport, writeParts } from './write.ts'

interface LargeFile {
  file: string
  /** Case of `exportFormats` that it is read as. */
  format: string
}

const layoutOf = (name: string): ExportFormat => {
  const layout = exportFormats[name]
  if (!layout) throw new Error(`There is no format ${name}.`)
  return layout
}

/** Files that no program may hold in memory, by name of the case; none for 0 gigabytes. */
export function largeCases(
  folder: string,
  gigabytes: number,
): [name: string, make: () => Promise<LargeFile>][] {
  if (gigabytes === 0) return []
  const bytes = gigabytes * 1e9
  const plain = (format: string, size: number) => async () => ({
    file: await writeExport(folder, layoutOf(format), Infinity, size),
    format,
  })
  return [
    ['discord json', plain('discord json', 2 * bytes)],
    ['whatsapp (Android)', plain('whatsapp (Android)', bytes)],
    [
      'zip',
      async () => {
        const parts = zipped('general.json', exportParts(layoutOf('discord json'), Infinity, bytes))
        return { file: await writeParts(join(folder, 'export.zip'), parts), format: 'discord json' }
      },
    ],
    [
      'line of 100 MB',
      async () => ({
        file: await writeParts(join(folder, 'rooms.ndjson'), longLine(layoutOf('ndjson'))),
        format: 'ndjson',
      }),
    ],
  ]
}

/** A zip with one entry, packed as its parts come. */
function* zipped(name: string, parts: Iterable<string>): Generator<Uint8Array> {
  let packed: Uint8Array[] = []
  const zip = new Zip((error, data) => {
    if (error) throw error
    packed.push(data)
  })
  const entry = new ZipDeflate(name, { level: 1 })
  zip.add(entry)
  for (const part of parts) {
    entry.push(Buffer.from(part))
    yield* packed
    packed = []
  }
  entry.push(new Uint8Array(), true)
  zip.end()
  yield* packed
}

/** A thousand messages, one of a hundred megabytes, and a thousand more. */
function* longLine(layout: ExportFormat): Generator<string> {
  for (let n = 0; n < 1_000; n++) yield layout.record(n) + layout.separator
  yield '{"room":"harbour","at":"2024-01-01T00:00:00Z","author":"ann","text":"'
  for (let megabyte = 0; megabyte < 100; megabyte++) yield 'long '.repeat(200_000)
  yield `"}${layout.separator}`
  for (let n = 1_000; n < 2_000; n++) yield layout.record(n) + layout.separator
}
