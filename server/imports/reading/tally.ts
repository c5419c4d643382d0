import { importLimits } from '../../contract/limits.ts'
import { readingLimits } from '../limits.ts'
import { emptyImportCounts, type ImportCounts, type ImportWarning } from '../../contract/imports.ts'
import { warningKey } from '../../contract/import-sentences.ts'
import { inEnglish } from '../../words/say.ts'
import type { Place, Trouble } from './reader.ts'

/** Longest example text; enough to recognise the line, short enough for a list. */
const EXAMPLE_LENGTH = 160
/** Counts what an import found, and keeps the first examples of every kind of trouble. */
export interface Tally {
  readonly counts: ImportCounts
  unparsed(place: Place): void
  skipped(...trouble: Trouble): void
  repaired(...trouble: Trouble): void
  warn(...trouble: Trouble): void
  /** See `RoomSink`. */
  offerBridge(nick: string, place: Place): void
  /** A room of a folder that only the name of its file tells from others. */
  offerFolder(folder: string, file: string, room: string): void
  /** The folder with the most files whose names make them rooms; null where that is no question. */
  folderOfFiles(): { folder: string; files: number } | null
  warnings(): ImportWarning[]
  /** Authors that were offered as bridges. */
  bridges(): string[]
}

export function openTally(): Tally {
  const counts = emptyImportCounts()
  const warnings = new Map<string, ImportWarning>()
  const bridges = new Set<string>()
  const folders = new Map<string, { files: Set<string>; rooms: Set<string> }>()

  function warn(...[code, place, params]: Trouble): void {
    let warning = warnings.get(code)
    if (!warning) {
      const detail = inEnglish({ code: warningKey(code), params: params ?? {} })
      warning = { code, ...(params && { params }), detail, count: 0, examples: [] }
      warnings.set(code, warning)
    }
    warning.count++
    if (warning.examples.length < readingLimits.maxExamples) {
      const { file, line, text, advice } = place
      warning.examples.push({
        file,
        ...(line === undefined ? {} : { line }),
        // Whoever knows no codes gets the advice too.
        text:
          advice === undefined
            ? text.slice(0, EXAMPLE_LENGTH).toWellFormed()
            : inEnglish({ code: advice, params: {} }),
        ...(advice === undefined ? {} : { code: advice }),
      })
    }
  }

  return {
    counts,
    unparsed(place) {
      counts.unparsed++
      warn('unparsed', place)
    },
    skipped(...trouble) {
      counts.skipped++
      warn(...trouble)
    },
    repaired(...trouble) {
      counts.repaired++
      warn(...trouble)
    },
    warn,
    offerBridge(nick, place) {
      if (bridges.has(nick) || bridges.size >= importLimits.maxBridges) return
      bridges.add(nick)
      warn('bridged_names', place)
    },
    offerFolder(folder, file, room) {
      const known = folders.get(folder) ?? { files: new Set(), rooms: new Set() }
      folders.set(folder, known)
      known.files.add(file)
      known.rooms.add(room)
    },
    folderOfFiles() {
      const asked = [...folders]
        // Days of one channel have met in one room already.
        .filter(([, { rooms }]) => rooms.size >= readingLimits.askedFilesOfFolder)
        .sort(([, a], [, b]) => b.rooms.size - a.rooms.size)
      const [folder, { files }] = asked[0] ?? ['', { files: new Set() }]
      return files.size === 0 ? null : { folder, files: files.size }
    },
    warnings: () => [...warnings.values()],
    bridges: () => [...bridges],
  }
}
