import type { WarningArguments } from '../../contract/import-sentences.ts'
import { readdirSync, type Dirent } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readingLimits } from '../limits.ts'
import { openBudget, type ArchiveBudget, type ImportBudget } from './archive-budget.ts'
import { gzipEntry, lookAt, plainEntry, unreadable, type FileKind } from './disk-file.ts'
import { ImportError, isDiskFull } from './import-error.ts'
import { openPace } from './pace.ts'
import type { Place, SourceEntry } from './reader.ts'
import { openScratch, type Scratch } from './scratch.ts'
import {
  addNamedChats,
  isWhatsappFile,
  liesAmongSent,
  sentInAny,
  type ChatFolders,
} from './sent-files.ts'
import { unpackTar } from './tar-source.ts'
import { openZip } from './zip-source.ts'
import { wordsOf } from '../../words/words-of.ts'

/** Everything that was dropped: files of disk, folders and archives as one flat list. */
export interface OpenSource {
  entries: readonly SourceEntry[]
  /** What was left out for safety, or could not be read: links, broken archives. */
  refused: readonly Refusal[]
  close(): Promise<void>
}

type Refusal = WarningArguments<Place>

export interface SourceOptions {
  /** Stands for the base name where one path is given; uploads lie under another. */
  name?: string
  /** Default: the system's folder for temporary files. */
  scratchDir?: string | undefined
  /** Stops the search and the unpacking, by throwing its reason. Default: never. */
  signal?: AbortSignal
  /** Told how many files were found so far, now and then. */
  onFound?: (files: number) => void
}

interface Collector {
  entries: SourceEntry[]
  refused: Refusal[]
  closers: (() => void)[]
  scratch: Scratch
  budget: ImportBudget
  /** Chats that can be told by their names, for what was sent lies beside or below them. */
  chats: ChatFolders
  /** Names of all files on disk. */
  seen: Set<string>
  signal: AbortSignal
  pace: () => Promise<void> | undefined
  onFound: (files: number) => void
}

/** Files that archivers and file managers leave behind. */
const isLitter = (name: string): boolean =>
  /(^|\/)(__MACOSX(\/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name)

/**
 * Opens files, folders (with everything below, links not followed) and archives: zip, tar, gzip,
 * also inside each other. A zip is read in place; the others are unpacked into a scratch folder,
 * which goes when the source is closed, or when opening it fails or is cancelled.
 *
 * @throws ImportError `unreadable_file` or `unsafe_archive`, if it was the only path
 */
export async function openSource(
  paths: readonly string[],
  options: SourceOptions = {},
): Promise<OpenSource> {
  const signal = options.signal ?? new AbortController().signal
  const collector: Collector = {
    entries: [],
    refused: [],
    closers: [],
    scratch: openScratch(options.scratchDir ?? tmpdir()),
    budget: openBudget(),
    chats: new Map(),
    seen: new Set(),
    signal,
    pace: openPace(signal),
    onFound: options.onFound ?? (() => {}),
  }
  const close = async () => {
    collector.closers.forEach((closeOne) => closeOne())
    await collector.scratch.close()
  }
  try {
    for (const path of paths) {
      const name = paths.length === 1 && options.name ? baseOf(options.name) : basename(path)
      await whole(collector, name, paths.length === 1, () => collect(path, name, collector))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { entries: collector.entries, refused: collector.refused, close }
}

/** A name from outside: the last part, whatever separators it uses. */
const baseOf = (name: string): string => name.split(/[/\\]/).findLast((part) => part !== '') ?? name

/** Runs `open`; if it fails, nothing of what it has found stays, and unless it `mayThrow`, it is named. */
async function whole(
  collector: Collector,
  file: string,
  mayThrow: boolean | ((error: unknown) => boolean),
  open: () => Promise<void>,
): Promise<void> {
  const { length } = collector.entries
  try {
    await open()
  } catch (error) {
    collector.entries.length = length
    const isFinal = typeof mayThrow === 'function' ? mayThrow(error) : mayThrow
    if (isFinal || collector.signal.aborted || isDiskFull(error)) throw error
    const isUnsafe = error instanceof ImportError && error.code === 'unsafe_archive'
    collector.refused.push([
      isUnsafe ? 'unsafe_archive' : 'unreadable_file',
      { file, text: wordsOf(error) },
    ])
  }
}

async function collect(path: string, name: string, collector: Collector): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    throw unreadable(name, error)
  })
  await collectChild(path, name, stats, collector)
}

async function collectChild(
  path: string,
  name: string,
  stats: Pick<Dirent, 'isSymbolicLink' | 'isDirectory' | 'isFile'>,
  collector: Collector,
): Promise<void> {
  if (stats.isSymbolicLink()) {
    collector.refused.push([
      'link_not_followed',
      { file: name, text: basename(name) },
      { context: 'disk' },
    ])
  } else if (stats.isDirectory()) await collectFolder(path, name, collector)
  else if (stats.isFile()) await collectFile(path, name, collector)
}

async function collectFolder(path: string, name: string, collector: Collector): Promise<void> {
  let children: Dirent[]
  try {
    children = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    throw unreadable(name, error)
  }
  // By number where names hold numbers, so that part 10 follows part 9.
  children.sort((a, b) => compareNames(a.name, b.name))
  const files = children.filter((child) => child.isFile()).map((child) => `${name}/${child.name}`)
  files.forEach((file) => collector.seen.add(file))
  const chats = files
    .filter(isWhatsappFile)
    .map((file) => plainEntry(join(path, baseOf(file)), file, 0))
  const wasSent = await sentAmong(files, chats, collector.seen, collector)
  for (const child of children) {
    await collector.pace()
    const childName = `${name}/${child.name}`
    if (isLitter(childName)) continue
    const childPath = join(path, child.name)
    const isSent = wasSent(childName)
    await whole(collector, childName, false, async () => {
      if (isSent && child.isFile() && ARCHIVE_NAME.test(childName)) {
        const { bytes } = await lookAt(childPath, childName)
        add(collector, { ...plainEntry(childPath, childName, bytes), isSent })
      } else await collectChild(childPath, childName, child, collector)
    })
  }
}

/**
 * Tells which of these files were sent in a chat: they lie where its application puts such files or, for
 * archives, one of `chats` says so.
 *
 * @param all files among which others are looked for
 */
async function sentAmong(
  names: readonly string[],
  chats: readonly SourceEntry[],
  all: ReadonlySet<string>,
  collector: Collector,
): Promise<(name: string) => boolean> {
  addNamedChats(collector.chats, names)
  const archives = names.filter((name) => ARCHIVE_NAME.test(name))
  const sent = await sentInAny(chats, archives, collector.signal)
  const isFile = (name: string): boolean => all.has(name)
  return (name) => sent.has(name) || liesAmongSent(name, collector.chats, isFile)
}

/** A file of its own on disk: an archive gets a budget that holds for all that lies inside. */
async function collectFile(path: string, name: string, collector: Collector): Promise<void> {
  const { kind, bytes } = await lookAt(path, name)
  await collectAs(kind, path, name, bytes, collector, collector.budget.archive(name, bytes), 0)
}

async function collectAs(
  kind: FileKind,
  path: string,
  name: string,
  bytes: number,
  collector: Collector,
  budget: ArchiveBudget,
  depth: number,
): Promise<void> {
  const { signal, scratch } = collector
  if (kind !== 'file' && depth >= readingLimits.maxArchiveDepth) {
    throw new ImportError('unsafe_archive', { context: 'nested', name })
  }
  if (kind === 'file') add(collector, plainEntry(path, name, bytes))
  else if (kind === 'gzip') add(collector, gzipEntry(path, name, bytes, budget))
  else if (kind === 'zip') {
    const zip = await openZip(path, name, budget, signal)
    collector.closers.push(zip.close)
    collector.refused.push(...zip.refused)
    await collectEntries(zip.entries, collector, budget, depth)
  } else {
    const tar = await unpackTar(path, name, kind === 'tar.gz', scratch, budget, signal)
    collector.refused.push(...tar.refused)
    const files = tar.files.toSorted((a, b) => compareNames(a.name, b.name))
    const paths = new Map(files.map((file) => [`${name}/${file.name}`, file.path]))
    const entries = files.map((file) => plainEntry(file.path, `${name}/${file.name}`, file.bytes))
    await collectEntries(entries, collector, budget, depth, paths)
  }
}

/** By name, because looking into each of 200,000 files of a zip would cost more than reading them. */
const ARCHIVE_NAME = /\.(?:zip|tar|tgz|gz)$/i

/**
 * The files of an archive. An archive among them is unpacked once, because only a file can be read
 * at any place; one that was sent in a chat stays closed.
 *
 * @param paths where they lie on disk, if they do
 */
async function collectEntries(
  entries: readonly SourceEntry[],
  collector: Collector,
  budget: ArchiveBudget,
  depth: number,
  paths: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const names = entries.map((entry) => entry.name)
  const chats = entries.filter((entry) => isWhatsappFile(entry.name))
  const wasSent = await sentAmong(names, chats, new Set(names), collector)
  for (const entry of entries) {
    await collector.pace()
    const { name } = entry
    if (isLitter(name)) continue
    const isSent = wasSent(name)
    const onDisk = paths.get(name)
    if (isSent || (onDisk === undefined && !ARCHIVE_NAME.test(name))) {
      add(collector, isSent ? { ...entry, isSent } : entry)
      continue
    }
    await whole(collector, name, isUnsafe, async () => {
      const path = onDisk ?? (await collector.scratch.write(entry.open(), collector.signal))
      const { kind, bytes } = await lookAt(path, name)
      await collectAs(kind, path, name, bytes, collector, budget, depth + 1)
    })
  }
}

const isUnsafe = (error: unknown): boolean =>
  error instanceof ImportError && error.code === 'unsafe_archive'

function add(collector: Collector, entry: SourceEntry): void {
  collector.entries.push(entry)
  collector.onFound(collector.entries.length)
}

const collator = new Intl.Collator('en', { numeric: true })
/** Order in which files of one room are read. */
export const compareNames = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
