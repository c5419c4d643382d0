import { importLimits } from '../../contract/limits.ts'
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
  warnings(): ImportWarning[]
  /** Authors that were offered as bridges. */
  bridges(): string[]
}

export function openTally(): Tally {
  const counts = emptyImportCounts()
  const warnings = new Map<string, ImportWarning>()
  const bridges = new Set<string>()

  function warn(...[code, place, params]: Trouble): void {
    let warning = warnings.get(code)
    if (!warning) {
      const detail = inEnglish({ code: warningKey(code), params: params ?? {} })
      warning = { code, ...(params && { params }), detail, count: 0, examples: [] }
      warnings.set(code, warning)
    }
    warning.count++
    if (warning.examples.length < importLimits.maxExamples) {
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
    warnings: () => [...warnings.values()],
    bridges: () => [...bridges],
  }
}
