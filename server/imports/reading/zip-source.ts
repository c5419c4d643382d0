import type { WarningArguments } from '../../contract/import-sentences.ts'
import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { readingLimits } from '../limits.ts'
import type { ArchiveBudget } from './archive-budget.ts'
import { bomb, brokenArchive, ImportError, unsafeName } from './import-error.ts'
import { openPace } from './pace.ts'
import type { Place, SourceEntry } from './reader.ts'
import { unpack } from './unpack.ts'

interface ZipSource {
  entries: SourceEntry[]
  refused: WarningArguments<Place>[]
  close: () => void
}

const S_IFMT = 0o170000
const S_IFLNK = 0o120000
const UTF8_FLAG = 0x800
const LOCAL_HEADER_BYTES = 30
const STORED = 0

/**
 * Lists a zip. Nothing is unpacked to disk, so an entry name is only ever a label; a name that
 * would climb out of a folder still marks the archive as made to do harm, and all of it is refused.
 * An entry that grows beyond the size it declares is stopped, so the sums below can be trusted.
 *
 * @throws ImportError `unsafe_archive` for climbing names and bombs, `unreadable_file` for the rest
 */
export async function openZip(
  path: string,
  name: string,
  budget: ArchiveBudget,
  signal: AbortSignal,
): Promise<ZipSource> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch((error: unknown) => {
      throw brokenArchive('zip', name, error)
    })
  const entries: SourceEntry[] = []
  const refused: ZipSource['refused'] = []
  const placeOf = (file: string): Place => ({ file: `${name}/${file}`, text: file })
  const spans: Span[] = []
  const pace = openPace(signal)
  try {
    budget.takeFiles(zip.entryCount)
    for await (const entry of zip.eachEntry()) {
      await pace()
      spans.push(spanOf(entry))
      const file = entryName(entry)
      const invalid = yauzl.validateFileName(file)
      if (invalid !== null) throw unsafeName(name, file)
      if (file.endsWith('/')) continue
      if (((entry.externalFileAttributes >>> 16) & S_IFMT) === S_IFLNK) {
        refused.push(['link_not_followed', placeOf(file), { context: 'archive' }])
        continue
      }
      budget.take(entry.uncompressedSize)
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      if (
        entry.uncompressedSize > readingLimits.smallEntryBytes &&
        ratio > readingLimits.maxArchiveRatio
      ) {
        throw bomb(name)
      }
      if (entry.isEncrypted()) {
        refused.push(['encrypted', placeOf(file)])
        continue
      }
      entries.push({
        name: `${name}/${file}`,
        bytes: entry.uncompressedSize,
        open: () => readEntry(zip, entry),
      })
    }
    if (overlap(spans)) throw bomb(name)
  } catch (error) {
    zip.close()
    if (signal.aborted) throw error
    throw error instanceof ImportError ? error : brokenArchive('zip', name, error)
  }
  return { entries, refused, close: () => zip.close() }
}

interface Span {
  start: number
  end: number
}

/** The bytes that an entry takes at least; its header there may be longer by an extra field. */
function spanOf(entry: yauzl.Entry): Span {
  const start = entry.relativeOffsetOfLocalHeader
  const header = LOCAL_HEADER_BYTES + entry.fileNameLength
  return { start, end: start + header + entry.compressedSize }
}

/**
 * Whether two entries share bytes. No tool writes that; a bomb does, for then one block of packed
 * bytes is unpacked as often as it is listed (David Fifield, "A better zip bomb", 2019).
 */
function overlap(spans: Span[]): boolean {
  spans.sort((a, b) => a.start - b.start)
  return spans.some((span, index) => span.start < (spans[index - 1]?.end ?? 0))
}

/** Ends where the damage begins, with an error that says so. */
async function* readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncIterable<Buffer> {
  const open = async function* (): AsyncGenerator<Buffer> {
    yield* (await zip.openReadStreamPromise(entry, {
      decodeFileData: false,
    })) as AsyncIterable<Buffer>
  }
  if (!entry.canDecodeFileData()) throw new Error('It is packed in a way that is not known.')
  let sum = 0
  let bytes = 0
  const stream = entry.compressionMethod === STORED ? open() : unpack(open, 'deflate')
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > entry.uncompressedSize) throw new Error('It is larger than the archive says.')
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (bytes < entry.uncompressedSize) throw new Error('It is shorter than the archive says.')
  if (sum !== entry.crc32) throw new Error('Its checksum is not the one in the archive.')
}

/** macOS writes UTF-8 names without setting the flag that says so. */
function entryName(entry: yauzl.Entry): string {
  const raw = entry.fileNameRaw
  const flag = isUtf8(raw) ? UTF8_FLAG : entry.generalPurposeBitFlag
  return yauzl.getFileNameLowLevel(flag, raw, entry.extraFields, false)
}
