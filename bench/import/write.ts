import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { ExportFormat } from '../../tests/support/export-formats.ts'

/** The text of an export, in parts of about a megabyte: until there are `count` records, or `bytes`. */
export function* exportParts(
  layout: ExportFormat,
  count: number,
  bytes = Infinity,
): Generator<string> {
  yield layout.head
  let part = ''
  let written = 0
  for (let n = 0; n < count && written < bytes; n++) {
    part += (n === 0 ? '' : layout.separator) + layout.record(n)
    if (part.length > 1_000_000) {
      written += part.length
      yield part
      part = ''
    }
  }
  yield part + layout.tail
}

/** Writes parts to a file as they come, however large it becomes; returns its path. */
export async function writeParts(
  file: string,
  parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<string> {
  const stream = createWriteStream(file)
  for await (const part of parts) {
    if (!stream.write(part)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return file
}

export const writeExport = (
  folder: string,
  layout: ExportFormat,
  count: number,
  bytes = Infinity,
): Promise<string> =>
  writeParts(
    join(folder, layout.file.split('/').at(-1) ?? 'export'),
    exportParts(layout, count, bytes),
  )
