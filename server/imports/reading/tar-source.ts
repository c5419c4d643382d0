import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import yauzl from 'yauzl'
import { importLimits } from '../../contract/limits.ts'
import { bomb, ImportError, unsafeName } from './import-error.ts'
import type { Place } from './reader.ts'
import type { Scratch } from './scratch.ts'

/** One file of a tar, unpacked. */
interface TarFile {
  name: string
  bytes: number
  path: string
}

interface TarSource {
  files: TarFile[]
  refused: { code: string; detail: string; place: Place }[]
}

/** Media hold no chat, and an export holds more of them than of words; they are not unpacked. */
const MEDIA =
  /\.(?:jpe?g|png|gif|webp|heic|bmp|svg|mp[34]|m4[av]|mov|webm|ogg|opus|wav|pdf|docx?|xlsx?|pptx?)$/i
/** Below this unpacked size the ratio says nothing. */
const SMALL = 64 * 1_024 * 1_024

/**
 * Unpacks a tar, packed with gzip or not, file by file into `scratch`: it has no list of contents,
 * and readers must be able to read each file more than once.
 *
 * @throws ImportError `unsafe_archive` for climbing names and bombs, `unreadable_file` for the rest
 */
export async function unpackTar(path: string, name: string, scratch: Scratch): Promise<TarSource> {
  const { size: packed } = await stat(path)
  const most = Math.max(SMALL, packed * importLimits.maxArchiveRatio)
  const source: TarSource = { files: [], refused: [] }
  const refuse = (code: string, detail: string, file: string) =>
    source.refused.push({
      code,
      detail,
      place: { file: file === '' ? name : `${name}/${file}`, text: file },
    })
  const input = createReadStream(path)
  let unpacked = 0
  let isDamaged = false
  let work: Promise<void> = Promise.resolve()

  async function take(entry: ReadEntry): Promise<void> {
    const file = entry.path.replace(/^(?:\.\/)+/, '')
    if (yauzl.validateFileName(file) !== null) throw unsafeName(name, file)
    if (entry.type.endsWith('Link')) {
      refuse('link_not_followed', 'Links inside archives are not followed.', file)
    }
    unpacked += entry.size
    if (unpacked > importLimits.maxArchiveUnpackedBytes || unpacked > most) throw bomb(name)
    if (source.files.length > importLimits.maxArchiveEntries) throw bomb(name)
    if (MEDIA.test(file))
      refuse('no_chat', 'Files that hold no chat we know; they were left out.', file)
    if (!/^(?:Old|Contiguous)?File$/.test(entry.type) || MEDIA.test(file)) {
      entry.resume()
      return
    }
    const bytes = entry as AsyncIterable<Buffer>
    source.files.push({ name: file, bytes: entry.size, path: await scratch.write(bytes) })
  }

  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      input.destroy()
      const isBomb = /decompression ratio/.test(String(error))
      reject(error instanceof ImportError ? error : isBomb ? bomb(name) : broken(name, error))
    }
    const parser = new Parser({
      strict: false,
      onReadEntry(entry) {
        work = work.then(() => take(entry)).catch(fail)
      },
    })
    parser.on('warn', (code: string, message: string | Error) => {
      if (code === 'TAR_ABORT' || code === 'TAR_BAD_ARCHIVE') fail(message)
      else if (code === 'TAR_ENTRY_INVALID' && !isDamaged) {
        isDamaged = true
        refuse('damaged_file', 'Archives that are damaged; what was readable was read.', '')
      }
    })
    parser.on('error', fail)
    parser.on('end', () => void work.then(resolve))
    input.on('error', fail)
    input.pipe(parser as unknown as NodeJS.WritableStream)
  })
  return source
}

/** Where the magic of a tar stands in its first block. */
const USTAR = 257

/** Whether a gzip holds a tar. False for one that cannot be unpacked: its reader will say so. */
export async function holdsTar(path: string): Promise<boolean> {
  const input = createReadStream(path, { highWaterMark: 16 * 1_024 })
  const output = input.pipe(createGunzip())
  input.on('error', (error) => output.destroy(error))
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) return isTar(chunk)
  } catch {
    return false
  } finally {
    input.destroy()
  }
  return false
}

/** @param head first bytes of a file */
export const isTar = (head: Buffer): boolean =>
  head.length >= USTAR + 5 && head.toString('latin1', USTAR, USTAR + 5) === 'ustar'

const broken = (name: string, error: unknown) =>
  new ImportError(
    'unreadable_file',
    `${name} is not a whole tar archive (${error instanceof Error ? error.message : String(error)}). ` +
      'Export or copy it again.',
  )
