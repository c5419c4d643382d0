import type { Import, ImportChoices, ImportCounts, ImportReading } from '../contract/imports.ts'
import { csvAs, csvGeneric } from './table/index.ts'
import type { MessageBuffer } from './reading/buffer.ts'
import { ImportError, isDiskFull } from './reading/import-error.ts'
import type { Reader, SourceEntry } from './reading/reader.ts'
import { readers as allReaders } from './registry.ts'
import { openSink, type ReadingPlace } from './reading/sink.ts'
import { sortFiles, type Sorted } from './sniff.ts'
import { noteUnknown, nothingKnown } from './unknown-files.ts'
import { openSource } from './reading/source.ts'
import { openTally, type Tally } from './reading/tally.ts'
import { wallClock, type WallClock } from './reading/time-zone.ts'
import { wordsOf } from '../words/words-of.ts'

export interface ImportJob {
  paths: readonly string[]
  /** What the person called it; the file name of an upload. */
  name: string
  timeZone?: string | undefined
  /** What a person has decided after an earlier reading. */
  reading?: ImportReading | undefined
  /** Where archives that cannot be read in place are unpacked; default: the system's folder. */
  scratchDir?: string | undefined
}

/** What an import is at some moment: the part of `Import` that changes. */
export type ImportProgress = Pick<
  Import,
  | 'format'
  | 'bytesRead'
  | 'bytesTotal'
  | 'counts'
  | 'warnings'
  | 'choices'
  | 'filesFound'
  | 'filesLooked'
  | 'chatsFound'
>

interface RunOptions {
  readers?: readonly Reader[]
  onProgress?: (snapshot: () => ImportProgress) => void
}

/**
 * Reads everything that was dropped into rooms, through `buffer`, and reports how far it is.
 * Does not end the import: whoever calls makes it visible or takes it back.
 *
 * @throws ImportError if there is nothing to import; the signal's reason if it was cancelled
 */
export async function runImport(
  job: ImportJob,
  buffer: MessageBuffer,
  signal: AbortSignal,
  { readers = allReaders, onProgress = () => {} }: RunOptions = {},
): Promise<ImportProgress> {
  const { reading = {} } = job
  const clock = clockFor(reading.timeZone ?? job.timeZone)
  const tally = openTally()
  const where: ReadingPlace = { file: '', entry: null }
  const progress = {
    bytesRead: 0,
    bytesTotal: null as number | null,
    filesFound: 0,
    filesLooked: 0,
    chatsFound: 0,
    formats: new Set<string>(),
  }
  let choices: ImportChoices | undefined
  const snapshot = (): ImportProgress => ({
    format: [...progress.formats].join(', ') || null,
    bytesRead: progress.bytesRead,
    bytesTotal: progress.bytesTotal,
    filesFound: progress.filesFound,
    filesLooked: progress.filesLooked,
    chatsFound: progress.chatsFound,
    counts: countsOf(tally, buffer),
    warnings: tally.warnings(),
    ...choicesWith(choices, tally, reading, job.name),
  })
  const tell = (change: Partial<typeof progress>): void => {
    Object.assign(progress, change)
    onProgress(snapshot)
  }
  tell({ filesFound: 0 })
  const source = await openSource(job.paths, {
    name: job.name,
    scratchDir: job.scratchDir,
    signal,
    onFound: (filesFound) => tell({ filesFound }),
  })
  try {
    for (const refused of source.refused) tally.warn(...refused)
    const found = source.entries.map((entry) => tolerant(entry, tally, signal))
    const sorted = await sortFiles(found, readersFor(readers, reading), tally, signal, {
      preferred: reading.format,
      onLooked: (filesLooked, chatsFound) => tell({ filesLooked, chatsFound }),
    })
    const { units } = sorted
    choices = choicesOf(sorted)
    if (units.length === 0) throw nothingKnown(job.name, source.entries, sorted)
    noteUnknown(sorted, tally)
    progress.bytesTotal = units
      .flatMap((unit) => unit.source.entries)
      .reduce((sum, entry) => sum + entry.bytes, 0)
    for (const { reader, source: files } of units) {
      progress.formats.add(reader.format)
      const { dateOrder, bridges, rooms } = reading
      const told = { clock, dateOrder, bridges, rooms, importName: job.name }
      const sink = openSink(reader, buffer, tally, told, where)
      const entries = files.entries.map((entry) =>
        watched(entry, where, buffer, (bytes) => {
          progress.bytesRead += bytes
          onProgress(snapshot)
        }),
      )
      await reader.read({ root: files.root, entries }, sink, signal)
    }
    await buffer.flush()
    progress.bytesRead = progress.bytesTotal
    return snapshot()
  } finally {
    await source.close()
  }
}

function clockFor(timeZone: string | undefined): WallClock {
  try {
    return wallClock(timeZone)
  } catch {
    throw new ImportError('bad_request', {
      context: 'time_zone',
      timeZone: String(timeZone).slice(0, 100),
    })
  }
}

/** A person who names the columns of a table means every table, also one whose header we know. */
const readersFor = (readers: readonly Reader[], reading: ImportReading): readonly Reader[] =>
  reading.columns
    ? readers.map((reader) => (reader === csvGeneric ? csvAs(reading) : reader))
    : readers

function choicesOf({ formats, table }: Sorted): ImportChoices | undefined {
  if (!formats && !table) return undefined
  return { ...(formats ? { formats } : {}), ...(table ? { table } : {}) }
}

/** Bridges and folders of many rooms are known only once everything is read. */
function choicesWith(
  sorted: ImportChoices | undefined,
  tally: Tally,
  reading: ImportReading,
  name: string,
): { choices?: ImportChoices } {
  const bridges = tally.bridges()
  const asked = tally.folderOfFiles()
  const choices: ImportChoices = {
    ...sorted,
    ...(bridges.length > 0 && { bridges }),
    ...(asked && {
      rooms: { now: reading.rooms ?? 'file', ...asked, folder: asked.folder || name },
    }),
  }
  return Object.keys(choices).length > 0 ? { choices } : {}
}

/**
 * A file that is damaged somewhere ends there, with a warning, instead of failing: what readers still
 * hold of it, the last line say, would be lost with them, in no count.
 */
function tolerant(entry: SourceEntry, tally: Tally, signal: AbortSignal): SourceEntry {
  let isTold = false
  return {
    ...entry,
    async *open() {
      let bytes = 0
      try {
        for await (const chunk of entry.open()) {
          bytes += chunk.length
          yield chunk
        }
      } catch (error) {
        const isDamage = bytes > 0 && !signal.aborted && !isDiskFull(error)
        if (!isDamage || error instanceof ImportError) throw error
        if (!isTold) tally.warn('damaged_file', { file: entry.name, text: wordsOf(error) })
        isTold = true
      }
    },
  }
}

/**
 * Passes the bytes on and tells how many there were, and of which file. What a reader has found in one piece
 * is given to the store before it gets the next.
 */
const watched = (
  entry: SourceEntry,
  where: ReadingPlace,
  buffer: MessageBuffer,
  onBytes: (bytes: number) => void,
): SourceEntry => ({
  ...entry,
  async *open() {
    where.file = entry.name
    where.entry = entry
    for await (const chunk of entry.open()) {
      onBytes(chunk.length)
      yield chunk
      await buffer.drain()
    }
  },
})

function countsOf(tally: Tally, buffer: MessageBuffer): ImportCounts {
  const rooms = buffer.totals()
  const counts = { ...tally.counts, rooms: rooms.length }
  for (const room of rooms) {
    counts.messages += room.messages
    counts.system += room.system
    counts.duplicates += room.duplicates
  }
  return counts
}
