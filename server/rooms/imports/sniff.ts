import type { ImportSource, Reader, RoomSink, SourceEntry } from './reader.ts'
import { takeSample } from './source-text.ts'

/** Files that one reader reads in one go. */
export interface Unit {
  reader: Reader
  source: ImportSource
}

export interface Sorted {
  units: Unit[]
  /** Files that no reader knows. */
  unknown: SourceEntry[]
}

/** Below this a reader only guesses. */
const ENOUGH = 0.4
/** Two readers this close to each other both fit. */
const CLOSE = 0.05

/**
 * Sorts files to readers by what stands in them: first whole folders (a Slack export, say), then
 * file by file. A folder of everything is fine; what nobody knows is listed.
 */
export async function sortFiles(
  entries: readonly SourceEntry[],
  readers: readonly Reader[],
  sink: Pick<RoomSink, 'warn'>,
  signal: AbortSignal,
): Promise<Sorted> {
  const units: Unit[] = []
  const names = entries.map((entry) => entry.name)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const taken = new Set<string>()

  for (const reader of readers) {
    for (const { root, keyFile } of reader.folders?.(names) ?? []) {
      const key = byName.get(keyFile)
      if (!key || taken.has(keyFile)) continue
      const sample = await sampleOf(key, sink)
      if (!sample || reader.sniff(sample, names) < ENOUGH) continue
      const inside = entries.filter(({ name }) => name.startsWith(root) && !taken.has(name))
      inside.forEach(({ name }) => taken.add(name))
      units.push({ reader, source: { root, entries: inside } })
    }
  }

  const single = new Map<Reader, SourceEntry[]>()
  const unknown: SourceEntry[] = []
  for (const entry of entries) {
    signal.throwIfAborted()
    if (taken.has(entry.name)) continue
    const sample = await sampleOf(entry, sink)
    if (!sample) continue
    const best = bestReader(readers, sample, sink)
    if (!best) unknown.push(entry)
    else single.set(best, [...(single.get(best) ?? []), entry])
  }
  for (const [reader, files] of single) units.push({ reader, source: { root: '', entries: files } })
  return { units, unknown }
}

async function sampleOf(entry: SourceEntry, sink: Pick<RoomSink, 'warn'>) {
  try {
    return await takeSample(entry)
  } catch (error) {
    sink.warn('unreadable_file', 'Files that could be read only in part, or not at all.', {
      file: entry.name,
      text: error instanceof Error ? error.message : String(error),
    })
    return null
  }
}

function bestReader(
  readers: readonly Reader[],
  sample: Parameters<Reader['sniff']>[0],
  sink: Pick<RoomSink, 'warn'>,
): Reader | null {
  const scored = readers
    .map((reader) => ({ reader, score: reader.sniff(sample, [sample.name]) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score)
  const [best, second] = scored
  if (best && second && best.score - second.score < CLOSE) {
    sink.warn('ambiguous_format', 'Files that fit two formats; the better fit was taken.', {
      file: sample.name,
      text: `${best.reader.format}, not ${second.reader.format}`,
    })
  }
  return best?.reader ?? null
}
