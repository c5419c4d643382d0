import { createReadStream } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { importLimits } from '../../contract/limits.ts'
import { ImportError } from './import-error.ts'
import type { Place, SourceEntry } from './reader.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { holdsTar, isTar, unpackTar } from './tar-source.ts'
import { openZip } from './zip-source.ts'

/** Everything that was dropped: files of disk, folders and archives as one flat list. */
export interface OpenSource {
  entries: readonly SourceEntry[]
  /** What was left out for safety, or could not be read: links, broken archives. */
  refused: readonly { code: string; detail: string; place: Place }[]
  close(): Promise<void>
}

interface Collector {
  entries: SourceEntry[]
  refused: { code: string; detail: string; place: Place }[]
  closers: (() => void)[]
  scratch: Scratch
}

/** Files that archivers and file managers leave behind. */
const isLitter = (name: string): boolean =>
  /(^|\/)(__MACOSX(\/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name)

/**
 * Opens files, folders (with everything below, links not followed) and archives: zip, tar, gzip,
 * also inside each other. A zip is read in place; the others are unpacked into a scratch folder.
 *
 * @param options.name stands for the base name where one path is given; uploads lie under another
 * @param options.scratchDir default: the system's folder for temporary files
 * @throws ImportError `unreadable_file` or `unsafe_archive`, if it was the only path
 */
export async function openSource(
  paths: readonly string[],
  options: { name?: string; scratchDir?: string | undefined } = {},
): Promise<OpenSource> {
  const scratch = openScratch(options.scratchDir ?? tmpdir())
  const collector: Collector = { entries: [], refused: [], closers: [], scratch }
  const close = async () => {
    collector.closers.forEach((closeOne) => closeOne())
    await scratch.close()
  }
  for (const path of paths) {
    const name = paths.length === 1 && options.name ? baseOf(options.name) : basename(path)
    try {
      await collect(path, name, collector)
    } catch (error) {
      if (paths.length === 1) {
        await close()
        throw error
      }
      refuse(collector, name, error)
    }
  }
  return {
    entries: collector.entries,
    refused: collector.refused,
    close,
  }
}

/** A name from outside: the last part, whatever separators it uses. */
const baseOf = (name: string): string => name.split(/[/\\]/).findLast((part) => part !== '') ?? name

function refuse(collector: Collector, file: string, error: unknown): void {
  const code = error instanceof ImportError ? error.code : 'unreadable_file'
  const text = error instanceof Error ? error.message : String(error)
  collector.refused.push({
    code,
    detail: 'Files that could not be opened were left out.',
    place: { file, text },
  })
}

async function collect(
  path: string,
  name: string,
  collector: Collector,
  isAttachment = false,
): Promise<void> {
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    throw new ImportError('unreadable_file', `${name} cannot be read (${error.code ?? 'error'}).`)
  })
  if (stats.isSymbolicLink()) {
    collector.refused.push({
      code: 'link_not_followed',
      detail: 'Links are not followed. Choose the file or folder that they lead to.',
      place: { file: name, text: 'link' },
    })
    return
  }
  if (stats.isDirectory()) {
    await collectFolder(path, name, collector, isAttachment)
    return
  }
  if (!stats.isFile()) return
  if (isAttachment && ARCHIVE_NAME.test(name)) {
    collector.entries.push({ name, bytes: stats.size, open: () => readFrom(path) })
  } else {
    await collectFile(path, name, stats.size, collector, 0)
  }
}

async function collectFile(
  path: string,
  name: string,
  bytes: number,
  collector: Collector,
  depth: number,
): Promise<void> {
  const kind = await kindOf(path, name)
  if (kind !== 'file' && depth >= importLimits.maxArchiveDepth) {
    throw new ImportError('unsafe_archive', `${name} lies in too many archives. Unpack it first.`)
  }
  if (kind === 'gzip') {
    const unpacked = name.replace(/\.gz$/i, '')
    collector.entries.push({ name: unpacked, bytes, open: () => readGzip(path, bytes) })
  } else if (kind === 'tar') {
    const tar = await unpackTar(path, name, collector.scratch)
    collector.refused.push(...tar.refused)
    const isSent = attachments(tar.files.map((file) => file.name))
    for (const file of tar.files.sort((a, b) => compareNames(a.name, b.name))) {
      const inner = `${name}/${file.name}`
      if (isLitter(inner) || isSent(file.name)) continue
      await collectInner(file.path, inner, file.bytes, collector, depth)
    }
  } else if (kind === 'zip') {
    const zip = await openZip(path, name)
    collector.closers.push(zip.close)
    collector.refused.push(...zip.refused)
    const isSent = attachments(zip.entries.map((entry) => entry.name))
    for (const entry of zip.entries) {
      if (isLitter(entry.name)) continue
      const isArchive = ARCHIVE_NAME.test(entry.name) && !isSent(entry.name)
      if (!isArchive) collector.entries.push(entry)
      else await spool(entry, collector, depth)
    }
  } else {
    collector.entries.push({ name, bytes, open: () => readFrom(path) })
  }
}

/** By name, because looking into each of 200,000 files of a zip would cost more than reading them. */
const ARCHIVE_NAME = /\.(?:zip|tar|tgz|gz)$/i

/** The file of an export that its attachments lie beside. */
const CHAT_FILE =
  /(?:^|\/)(?:_chat\.txt|[^/]*WhatsApp[^/]*\.txt|channels\.json|result\.json|export\.json|realm\.json)$/i

/** Tells archives that were sent in a chat from archives that hold chats: those are left closed. */
function attachments(names: readonly string[]): (name: string) => boolean {
  const folders = names
    .filter((name) => CHAT_FILE.test(name))
    .map((name) => name.replace(/[^/]*$/, ''))
  return (name) => ARCHIVE_NAME.test(name) && folders.some((folder) => name.startsWith(folder))
}

/** An archive inside a zip is unpacked once, because only a file can be read at any place. */
async function spool(entry: SourceEntry, collector: Collector, depth: number): Promise<void> {
  try {
    const path = await collector.scratch.write(entry.open())
    await collectFile(path, entry.name, entry.bytes, collector, depth + 1)
  } catch (error) {
    if (error instanceof ImportError && error.code === 'unsafe_archive') throw error
    refuse(collector, entry.name, error)
  }
}

async function collectInner(
  path: string,
  name: string,
  bytes: number,
  collector: Collector,
  depth: number,
): Promise<void> {
  try {
    await collectFile(path, name, bytes, collector, depth + 1)
  } catch (error) {
    if (error instanceof ImportError && error.code === 'unsafe_archive') throw error
    refuse(collector, name, error)
  }
}

async function collectFolder(
  path: string,
  name: string,
  collector: Collector,
  isAttachment: boolean,
): Promise<void> {
  const children = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw new ImportError('unreadable_file', `${name} cannot be read (${error.code ?? 'error'}).`)
  })
  // By number where names hold numbers, so that part 10 follows part 9.
  children.sort(compareNames)
  const isExport = isAttachment || children.some((child) => CHAT_FILE.test(child))
  for (const child of children) {
    const childName = `${name}/${child}`
    if (isLitter(childName)) continue
    try {
      await collect(join(path, child), childName, collector, isExport)
    } catch (error) {
      refuse(collector, childName, error)
    }
  }
}

const collator = new Intl.Collator('en', { numeric: true })
/** Order in which files of one room are read. */
export const compareNames = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)

async function* readFrom(path: string): AsyncIterable<Buffer> {
  yield* createReadStream(path, { highWaterMark: 256 * 1_024 }) as AsyncIterable<Buffer>
}

/** Logs that were rotated lie packed one by one. */
async function* readGzip(path: string, packed: number): AsyncIterable<Buffer> {
  const most = Math.max(SMALL_GZIP, packed * importLimits.maxArchiveRatio)
  let unpacked = 0
  const stream = createGunzip()
  // The callback only keeps an error from being thrown twice; the loop below meets it too.
  pipeline(createReadStream(path), stream, () => {})
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    unpacked += chunk.length
    if (unpacked > most) throw new Error('It unpacks to far more than a chat log holds.')
    yield chunk
  }
}

/** Below this unpacked size the ratio says nothing. */
const SMALL_GZIP = 64 * 1_024 * 1_024

/** Longest beginning that tells what a file is: the first block of a tar. */
const HEAD_BYTES = 512

async function kindOf(path: string, name: string): Promise<'zip' | 'gzip' | 'tar' | 'file'> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ImportError('unreadable_file', `${name} cannot be read (${error.code ?? 'error'}).`)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const magic = buffer.readUInt32LE(0)
    if (bytesRead >= 4 && (magic === 0x04034b50 || magic === 0x06054b50)) return 'zip'
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return (await holdsTar(path)) ? 'tar' : 'gzip'
    return isTar(buffer.subarray(0, bytesRead)) ? 'tar' : 'file'
  } finally {
    await file.close()
  }
}
