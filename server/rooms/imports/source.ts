import { createReadStream } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { importLimits } from '../../contract/limits.ts'
import { ImportError } from './import-error.ts'
import type { Place, SourceEntry } from './reader.ts'
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
}

/** Files that archivers and file managers leave behind. */
const isLitter = (name: string): boolean =>
  /(^|\/)(__MACOSX(\/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name)

/**
 * Opens files, folders (with everything below, links not followed) and zips.
 *
 * @param options.name stands for the base name where one path is given; uploads lie under another
 * @throws ImportError `unreadable_file` or `unsafe_archive`, if it was the only path
 */
export async function openSource(
  paths: readonly string[],
  options: { name?: string } = {},
): Promise<OpenSource> {
  const collector: Collector = { entries: [], refused: [], closers: [] }
  for (const path of paths) {
    const name = paths.length === 1 && options.name ? baseOf(options.name) : basename(path)
    try {
      await collect(path, name, collector)
    } catch (error) {
      if (paths.length === 1) throw error
      refuse(collector, name, error)
    }
  }
  return {
    entries: collector.entries,
    refused: collector.refused,
    close: async () => collector.closers.forEach((close) => close()),
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

async function collect(path: string, name: string, collector: Collector): Promise<void> {
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
    await collectFolder(path, name, collector)
    return
  }
  if (!stats.isFile()) return
  const magic = await magicOf(path, name)
  if (magic === 'gzip') {
    const unpacked = name.replace(/\.gz$/i, '')
    collector.entries.push({
      name: unpacked,
      bytes: stats.size,
      open: () => readGzip(path, stats.size),
    })
    return
  }
  if (magic === 'zip') {
    const zip = await openZip(path, name)
    collector.closers.push(zip.close)
    for (const entry of zip.entries) if (!isLitter(entry.name)) collector.entries.push(entry)
    collector.refused.push(...zip.refused)
    return
  }
  collector.entries.push({ name, bytes: stats.size, open: () => readFrom(path) })
}

async function collectFolder(path: string, name: string, collector: Collector): Promise<void> {
  const children = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw new ImportError('unreadable_file', `${name} cannot be read (${error.code ?? 'error'}).`)
  })
  // By number where names hold numbers, so that part 10 follows part 9.
  children.sort(compareNames)
  for (const child of children) {
    const childName = `${name}/${child}`
    if (isLitter(childName)) continue
    try {
      await collect(join(path, child), childName, collector)
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

async function magicOf(path: string, name: string): Promise<'zip' | 'gzip' | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ImportError('unreadable_file', `${name} cannot be read (${error.code ?? 'error'}).`)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    const magic = buffer.readUInt32LE(0)
    if (bytesRead === 4 && (magic === 0x04034b50 || magic === 0x06054b50)) return 'zip'
    return buffer[0] === 0x1f && buffer[1] === 0x8b ? 'gzip' : null
  } finally {
    await file.close()
  }
}
