import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { readingLimits } from '../limits.ts'
import type { ArchiveBudget } from './archive-budget.ts'
import { bomb, ImportError } from './import-error.ts'
import type { SourceEntry } from './reader.ts'
import { holdsTar, isTar } from './tar-source.ts'
import { unpack } from './unpack.ts'

export type FileKind = 'zip' | 'gzip' | 'tar' | 'tar.gz' | 'file'

/** Longest beginning that tells what a file is: the first block of a tar. */
const HEAD_BYTES = 512

/**
 * Opens a file, reads its beginning and closes it, without waiting: a folder may hold a hundred
 * thousand files, and to wait for each of three calls a file costs ten times what the calls do.
 */
function readHead(path: string, name: string, length: number): { head: Buffer; bytes: number } {
  let file: number
  try {
    // A pipe that lies where a file was would otherwise block until somebody writes to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw unreadable(name, error)
  }
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) return { head: Buffer.alloc(0), bytes: 0 }
    const buffer = Buffer.allocUnsafe(Math.min(length, stats.size))
    return { head: buffer.subarray(0, readSync(file, buffer)), bytes: stats.size }
  } catch (error) {
    throw unreadable(name, error)
  } finally {
    closeSync(file)
  }
}

export const unreadable = (name: string, error: unknown): ImportError =>
  new ImportError('unreadable_file', {
    context: 'disk',
    name,
    text: (error as NodeJS.ErrnoException).code ?? String(error),
  })

/** What a file is, by its first bytes, and how long. */
export async function lookAt(
  path: string,
  name: string,
): Promise<{ kind: FileKind; bytes: number }> {
  const { head, bytes } = readHead(path, name, HEAD_BYTES)
  const magic = head.length >= 4 ? head.readUInt32LE(0) : 0
  let kind: FileKind = isTar(head) ? 'tar' : 'file'
  if (magic === 0x04034b50 || magic === 0x06054b50) kind = 'zip'
  else if (head[0] === 0x1f && head[1] === 0x8b) kind = (await holdsTar(path)) ? 'tar.gz' : 'gzip'
  return { kind, bytes }
}

/** Small files are read in one go, see above; of large ones, so is what a sniffer looks at. */
const FIRST_BYTES = readingLimits.sampleBytes

async function* readFrom(path: string, name: string): AsyncGenerator<Buffer> {
  const { head, bytes } = readHead(path, name, FIRST_BYTES)
  if (head.length > 0) yield head
  if (bytes <= head.length) return
  const options = { start: head.length, highWaterMark: 256 * 1_024 }
  yield* createReadStream(path, options) as AsyncIterable<Buffer>
}

export const plainEntry = (path: string, name: string, bytes: number): SourceEntry => ({
  name,
  bytes,
  open: () => readFrom(path, name),
})

/** A log that was packed by itself, as rotated logs are. It is unpacked anew for each reading. */
export function gzipEntry(
  path: string,
  name: string,
  bytes: number,
  budget: ArchiveBudget,
): SourceEntry {
  const most = Math.max(readingLimits.smallArchiveBytes, bytes * readingLimits.maxArchiveRatio)
  let charged = 0
  return {
    name: name.replace(/\.gz$/i, ''),
    bytes,
    async *open() {
      let unpacked = 0
      for await (const chunk of unpack(() => readFrom(path, name), 'gzip')) {
        unpacked += chunk.length
        if (unpacked > most) throw bomb(name)
        if (unpacked > charged) {
          budget.take(unpacked - charged)
          charged = unpacked
        }
        yield chunk
      }
    },
  }
}
