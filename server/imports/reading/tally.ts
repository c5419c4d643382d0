import { importLimits } from '../../contract/limits.ts'
import { emptyImportCounts, type ImportCounts, type ImportWarning } from '../../contract/imports.ts'
import type { Place } from './reader.ts'

/** Longest example text; enough to recognise the line, short enough for a list. */
const EXAMPLE_LENGTH = 160
/** Kinds of warning kept apart; codes come from readers, so this only stops a bug from growing. */
const MAX_KINDS = 200

/** What the warning `damaged_file` says. */
export const DAMAGED = 'Files that break off or are damaged; what was readable was read.'

/** Counts what an import found, and keeps the first examples of every kind of trouble. */
export interface Tally {
  readonly counts: ImportCounts
  unparsed(place: Place): void
  skipped(code: string, detail: string, place: Place): void
  repaired(code: string, detail: string, place: Place): void
  warn(code: string, detail: string, place?: Place): void
  /** See `RoomSink`. */
  offerBridge(nick: string, place: Place): void
  warnings(): ImportWarning[]
  /** Authors that were offered as bridges. */
  bridges(): string[]
}

export function openTally(): Tally {
  const counts = emptyImportCounts()
  const warnings = new Map<string, ImportWarning>()
  const bridges = new Set<string>()

  function warn(code: string, detail: string, place?: Place): void {
    let warning = warnings.get(code)
    if (!warning) {
      if (warnings.size >= MAX_KINDS) return
      warning = { code, detail, count: 0, examples: [] }
      warnings.set(code, warning)
    }
    warning.count++
    if (place && warning.examples.length < importLimits.maxExamples) {
      warning.examples.push({
        file: place.file,
        ...(place.line === undefined ? {} : { line: place.line }),
        text: place.text.slice(0, EXAMPLE_LENGTH).toWellFormed(),
      })
    }
  }

  return {
    counts,
    unparsed(place) {
      counts.unparsed++
      warn('unparsed', 'Lines or records that could not be read. They are in no room.', place)
    },
    skipped(code, detail, place) {
      counts.skipped++
      warn(code, detail, place)
    },
    repaired(code, detail, place) {
      counts.repaired++
      warn(code, detail, place)
    },
    warn,
    offerBridge(nick, place) {
      if (bridges.has(nick) || bridges.size >= importLimits.maxBridges) return
      bridges.add(nick)
      warn(
        'bridged_names',
        'Authors who pass on what others said, as bridges between networks do. Read the files again with them named as bridges, and each message is said by whom it names.',
        place,
      )
    },
    warnings: () => [...warnings.values()],
    bridges: () => [...bridges],
  }
}
