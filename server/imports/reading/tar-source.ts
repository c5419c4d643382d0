import type { WarningArguments } from '../../contract/import-sentences.ts'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { Parser, type ReadEntry } from 'tar'
import yauzl from 'yauzl'
import type { ArchiveBudget } from './archive-budget.ts'
import { brokenArchive, ImportError, isDiskFull, unsafeName } from './import-error.ts'
import type { Place } from './reader.ts'
import type { Scratch } from './scratch.ts'
import { unpack } from './unpack.ts'

/** One file of a tar, unpacked. */
interface TarFile {
  name: string
  bytes: number
  path: string
}

interface TarSource {
  files: TarFile[]
  refused: WarningArguments<Place>[]
}

/** Media hold no chat, and an export holds more of them than of words; they are not unpacked. */
export const MEDIA =
  /\.(?:jpe?g|png|gif|webp|heic|bmp|svg|mp[34]|m4[av]|mov|webm|ogg|opus|wav|pdf|docx?|xlsx?|pptx?)$/i

/**
 * Unpacks a tar file by file into `scratch`: it has no list of contents, and readers must be able
 * to read each file more than once. Of a damaged one, what stands before the damage is kept.
 *
 * @param isPacked it is packed with gzip
 * @throws ImportError `unsafe_archive` for climbing names and bombs, `unreadable_file` for the rest
 */
export async function unpackTar(
  path: string,
  name: string,
  isPacked: boolean,
  scratch: Scratch,
  budget: ArchiveBudget,
  signal: AbortSignal,
): Promise<TarSource> {
  const source: TarSource = { files: [], refused: [] }
  const refuse = (...refused: WarningArguments<Place>) => source.refused.push(refused)
  const placeOf = (file: string): Place => ({ file: `${name}/${file}`, text: file })
  let begun = 0
  let isDamaged = false
  let work: Promise<void> = Promise.resolve()

  async function take(entry: ReadEntry): Promise<void> {
    const file = entry.path.replace(/^(?:\.\/)+/, '')
    if (yauzl.validateFileName(file) !== null) throw unsafeName(name, file)
    if (entry.type.endsWith('Link')) {
      refuse('link_not_followed', placeOf(file), { context: 'archive' })
    }
    budget.takeFiles(1)
    if (MEDIA.test(file)) refuse('no_chat', placeOf(file))
    if (!/^(?:Old|Contiguous)?File$/.test(entry.type) || MEDIA.test(file)) {
      entry.resume()
      return
    }
    const bytes = entry as AsyncIterable<Buffer>
    source.files.push({ name: file, bytes: entry.size, path: await scratch.write(bytes, signal) })
  }

  function noteDamage(): void {
    if (!isDamaged) refuse('damaged_file', { file: name, text: '' })
    isDamaged = true
  }

  const input = Readable.from(counted(tarBytes(path, isPacked), budget, signal))
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      input.destroy()
      reject(
        error instanceof ImportError || signal.aborted || isDiskFull(error)
          ? error
          : brokenArchive('tar', name, error),
      )
    }
    const parser = new Parser({
      strict: false,
      onReadEntry(entry) {
        begun++
        work = work.then(() => take(entry)).catch(fail)
      },
    })
    const afterDamage = (error: unknown): void => {
      if (error instanceof ImportError || signal.aborted || begun === 0) return fail(error)
      noteDamage()
      parser.end()
    }
    parser.on('warn', (code: string, message: string | Error) => {
      if (code === 'TAR_ABORT' || (code === 'TAR_BAD_ARCHIVE' && begun === 0)) fail(message)
      else if (code === 'TAR_ENTRY_INVALID' || code === 'TAR_BAD_ARCHIVE') noteDamage()
    })
    parser.on('error', fail)
    parser.on('end', () => void work.then(resolve))
    input.on('error', afterDamage)
    input.pipe(parser as unknown as NodeJS.WritableStream)
  })
  return source
}

async function* counted(
  bytes: AsyncIterable<Buffer>,
  budget: ArchiveBudget,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    signal.throwIfAborted()
    budget.take(chunk.length)
    yield chunk
  }
}

const fileBytes = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path) as AsyncIterable<Buffer>

const tarBytes = (path: string, isPacked: boolean): AsyncIterable<Buffer> =>
  isPacked ? unpack(() => fileBytes(path), 'gzip') : fileBytes(path)

/** Where the magic of a tar stands in its first block. */
const USTAR = 257

/** Whether a gzip holds a tar. False for one that cannot be unpacked: its reader will say so. */
export async function holdsTar(path: string): Promise<boolean> {
  try {
    let head = Buffer.alloc(0)
    for await (const chunk of unpack(() => fileBytes(path), 'gzip')) {
      head = Buffer.concat([head, chunk])
      if (head.length >= USTAR + 5) return isTar(head)
    }
  } catch {
    // Damage in the very first bytes.
  }
  return false
}

/** @param head first bytes of a file */
export const isTar = (head: Buffer): boolean =>
  head.length >= USTAR + 5 && head.toString('latin1', USTAR, USTAR + 5) === 'ustar'
