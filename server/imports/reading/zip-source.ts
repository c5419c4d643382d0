import { isUtf8 } from 'node:buffer'
import yauzl from 'yauzl'
import { importLimits } from '../../contract/limits.ts'
import { bomb, ImportError, unsafeName } from './import-error.ts'
import type { Place, SourceEntry } from './reader.ts'

interface ZipSource {
  entries: SourceEntry[]
  refused: { code: string; detail: string; place: Place }[]
  close: () => void
}

const S_IFMT = 0o170000
const S_IFLNK = 0o120000
const UTF8_FLAG = 0x800
/** Below this unpacked size the ratio of a file says nothing: runs of zeros compress well. */
const SMALL_ENTRY = 4 * 1_024 * 1_024

/**
 * Lists a zip. Nothing is unpacked to disk, so an entry name is only ever a label; a name that
 * would climb out of a folder still marks the archive as made to do harm, and all of it is refused.
 * yauzl stops an entry that grows beyond the size it declares, so the sums below can be trusted.
 *
 * @throws ImportError `unsafe_archive` for climbing names and bombs, `unreadable_file` for the rest
 */
export async function openZip(path: string, name: string): Promise<ZipSource> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch((error: unknown) => {
      throw broken(name, error)
    })
  const entries: SourceEntry[] = []
  const refused: ZipSource['refused'] = []
  const refuse = (code: string, detail: string, file: string) =>
    refused.push({ code, detail, place: { file: `${name}/${file}`, text: file } })
  let unpacked = 0
  try {
    if (zip.entryCount > importLimits.maxArchiveEntries) throw bomb(name)
    for await (const entry of zip.eachEntry()) {
      const file = entryName(entry)
      const invalid = yauzl.validateFileName(file)
      if (invalid !== null) throw unsafeName(name, file)
      if (file.endsWith('/')) continue
      if (((entry.externalFileAttributes >>> 16) & S_IFMT) === S_IFLNK) {
        refuse('link_not_followed', 'Links inside archives are not followed.', file)
        continue
      }
      unpacked += entry.uncompressedSize
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      if (unpacked > importLimits.maxArchiveUnpackedBytes) throw bomb(name)
      if (entry.uncompressedSize > SMALL_ENTRY && ratio > importLimits.maxArchiveRatio) {
        throw bomb(name)
      }
      if (entry.isEncrypted()) {
        refuse('encrypted', 'Unpack files that need a password before importing them.', file)
        continue
      }
      entries.push({
        name: `${name}/${file}`,
        bytes: entry.uncompressedSize,
        open: () => readEntry(zip, entry),
      })
    }
  } catch (error) {
    zip.close()
    throw error instanceof ImportError ? error : broken(name, error)
  }
  return { entries, refused, close: () => zip.close() }
}

async function* readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncIterable<Buffer> {
  yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>
}

/** macOS writes UTF-8 names without setting the flag that says so. */
function entryName(entry: yauzl.Entry): string {
  const raw = entry.fileNameRaw
  const flag = isUtf8(raw) ? UTF8_FLAG : entry.generalPurposeBitFlag
  return yauzl.getFileNameLowLevel(flag, raw, entry.extraFields, false)
}

const broken = (name: string, error: unknown) =>
  new ImportError(
    'unreadable_file',
    `${name} is not a whole zip archive (${error instanceof Error ? error.message : String(error)}). ` +
      'Export or copy it again.',
  )
