import type { ImportAdvice } from '../contract/import-sentences.ts'
import type { ImportTable } from '../contract/imports.ts'
import { adviceFor } from './advice.ts'
import { offeredTable, tableOf } from './table/index.ts'
import type { ImportSource, Reader, RoomSink, Sample, SourceEntry } from './reading/reader.ts'
import { bestPiece, nearestOf, type Nearest } from './nearest.ts'
import { openPace } from './reading/pace.ts'
import { noteUnreadable } from './reading/reading.ts'
import { addChat, liesAmongSent, sentInAny, type ChatFolders } from './reading/sent-files.ts'
import { takeSample } from './reading/source-text.ts'
import { MEDIA } from './reading/tar-source.ts'

/** Files that one reader reads in one go. */
export interface Unit {
  reader: Reader
  source: ImportSource
}

export interface UnknownFile {
  entry: SourceEntry
  /** What a person can do about it, if anything. */
  advice: ImportAdvice | undefined
}

export interface Sorted {
  units: Unit[]
  /** Files that no reader knows. */
  unknown: UnknownFile[]
  /** Files that were sent in a chat; they are no chats of their own. */
  sent: SourceEntry[]
  /** Formats that one of the files fits about equally well, the one taken first. */
  formats?: string[] | undefined
  /** The first file without a reader that is a table. */
  table?: ImportTable | undefined
  /** Where no file has a reader: the one a piece of which fits a format. */
  nearest?: Nearest | null
}

export interface SortOptions {
  /** The format a person has chosen for what fits several. */
  preferred?: string | undefined
  /** Told how many files have been looked at, and how many chats are among them. */
  onLooked?: (files: number, chats: number) => void
}

/** Below this a reader only guesses. */
const ENOUGH = 0.4
/** Files without a reader that are looked at again, to find which format one comes nearest to. */
const COMPARED = 10
/** Two readers this close to each other both fit. */
const CLOSE = 0.05

/**
 * Sorts files to readers by what stands in them: first whole folders (a Slack export, say), then
 * file by file. A folder of everything is fine; what nobody knows is listed.
 * Stops soon after `signal` aborts, by throwing its reason.
 */
export async function sortFiles(
  entries: readonly SourceEntry[],
  readers: readonly Reader[],
  sink: Pick<RoomSink, 'warn'>,
  signal: AbortSignal,
  { preferred, onLooked = () => {} }: SortOptions = {},
): Promise<Sorted> {
  const pace = openPace(signal)
  const units: Unit[] = []
  const names = entries.map((entry) => entry.name)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const taken = new Set<string>()
  /** Files in the folder of an export that may be part of it, and the entries of its unit. */
  const perhaps = new Map<string, { reader: Reader; inside: SourceEntry[] }>()

  const exports: ChatFolders = new Map()
  for (const reader of readers) {
    for (const { root, keyFile } of reader.folders?.(names) ?? []) {
      await pace()
      const key = byName.get(keyFile)
      if (!key || taken.has(keyFile)) continue
      const sample = await sampleOf(key, sink)
      if (!sample || reader.sniff(sample, names) < ENOUGH) continue
      const inside: SourceEntry[] = []
      for (const entry of entries) {
        const { name } = entry
        if (!name.startsWith(root) || taken.has(name)) continue
        if (reader.owns?.(name.slice(root.length)) ?? true) {
          taken.add(name)
          inside.push(entry)
        } else if (!perhaps.has(name)) perhaps.set(name, { reader, inside })
      }
      units.push({ reader, source: { root, entries: inside } })
      addChat(exports, keyFile, reader.source)
    }
  }

  const single = new Map<Reader, SourceEntry[]>()
  const found: Pick<Sorted, 'formats' | 'table'> = {}
  const unknownSamples: Sample[] = []
  let chats = units.length
  const unknown: UnknownFile[] = []
  const sent: SourceEntry[] = []
  const isFile = (name: string): boolean => byName.has(name)
  for (const [index, entry] of entries.entries()) {
    await pace()
    onLooked(index, chats)
    if (taken.has(entry.name)) continue
    const folder = perhaps.get(entry.name)
    if (entry.isSent || (folder && liesAmongSent(entry.name, exports, isFile))) {
      sent.push(entry)
      continue
    }
    const sample = await sampleOf(entry, sink)
    if (!sample) continue
    const fitting = fittingReaders(readers, sample, preferred, entries.length > 1)
    const best = fitting[0]
    if (!best) {
      unknown.push({ entry, advice: adviceFor(sample) })
      const table = found.table ? null : tableOf(sample)
      if (table) found.table = offeredTable(sample.name, table)
      if (unknownSamples.length < COMPARED) unknownSamples.push(sample)
      continue
    }
    chats += 1
    if (folder && best.source === folder.reader.source) {
      folder.inside.push(entry)
      continue
    }
    if (fitting.length > 1) {
      const formats = fitting.map(({ format }) => format)
      found.formats ??= formats
      sink.warn('ambiguous_format', { file: sample.name, text: formats.join(', ') })
    }
    single.set(best, [...(single.get(best) ?? []), entry])
  }
  onLooked(entries.length, chats)
  const isSent = await whatWasSent(single, unknown, byName, signal)
  const stays = ({ name }: SourceEntry): boolean => !isSent.has(name)
  for (const [reader, files] of single) {
    const own = files.filter(stays)
    if (own.length > 0) units.push({ reader, source: { root: '', entries: own } })
  }
  sent.push(...entries.filter((entry) => !stays(entry)))
  if (found.table && isSent.has(found.table.file)) delete found.table
  const nearest =
    units.length > 0 || found.table ? null : nearestOf(unknownSamples, readers, ENOUGH)
  return { ...found, nearest, units, sent, unknown: unknown.filter(({ entry }) => stays(entry)) }
}

/**
 * Files that were sent in one of the chats found: they lie where its application puts such files, or
 * the chat says so. Only then are tables and logs beside a chat no chats of their own.
 */
async function whatWasSent(
  single: ReadonlyMap<Reader, readonly SourceEntry[]>,
  unknown: readonly UnknownFile[],
  byName: ReadonlyMap<string, SourceEntry>,
  signal: AbortSignal,
): Promise<Set<string>> {
  const folders: ChatFolders = new Map()
  const whatsapp: SourceEntry[] = []
  const others = unknown.map(({ entry }) => entry)
  for (const [reader, files] of single) {
    if (reader.source === 'whatsapp') whatsapp.push(...files)
    else others.push(...files)
    for (const { name } of files) addChat(folders, name, reader.source)
  }
  const names = others.map(({ name }) => name)
  const isFile = (name: string): boolean => byName.has(name)
  const sent = new Set(names.filter((name) => liesAmongSent(name, folders, isFile)))
  // Pictures are no chats, whoever sent them; for them alone no chat is read once more.
  if (names.every((name) => sent.has(name) || MEDIA.test(name))) return sent
  for (const name of await sentInAny(whatsapp, names, signal)) sent.add(name)
  return sent
}

async function sampleOf(entry: SourceEntry, sink: Pick<RoomSink, 'warn'>) {
  try {
    return await takeSample(entry)
  } catch (error) {
    noteUnreadable(sink, entry, error)
    return null
  }
}

/** The readers that a file fits about equally well, best first. */
function fittingReaders(
  readers: readonly Reader[],
  sample: Sample,
  preferred: string | undefined,
  isAmongOthers: boolean,
): Reader[] {
  const all = readers.map((reader) => ({ reader, score: reader.sniff(sample, [sample.name]) }))
  const scored = all
    .filter(
      ({ reader, score }) =>
        score >= ((isAmongOthers ? reader.enoughAmongOthers : undefined) ?? ENOUGH),
    )
    .sort((a, b) => b.score - a.score)
  const most = scored[0]?.score ?? 0
  const close = scored.filter(({ score }) => most - score < CLOSE).map(({ reader }) => reader)
  const isChosen = ({ reader }: { reader: Reader }): boolean => reader.format === preferred
  const wanted = scored.find(isChosen)?.reader ?? all.find(isChosen)?.reader
  // What a person has chosen need not fit as a whole; a picture beside it is no chat all the same.
  const fits = wanted && (scored.some(isChosen) || bestPiece(wanted, sample) >= ENOUGH)
  return fits ? [wanted, ...close.filter((reader) => reader !== wanted)] : close
}
