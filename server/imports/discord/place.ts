import type { SourceEntry } from '../reading/reader.ts'

/** A room as the place of a file tells it. */
export interface FilePlace {
  id: string
  name: string
}

const ENDING = /\.(?:csv|txt|json)$/i
/** What stands for a part of a channel and names no room: `1.csv`, `part 2.csv`, `page-3.csv`. */
const PAGE = /^(?:(?:part|page|messages)?[ _-]?\d{1,9}|messages|export)$/i

const withoutPart = (stem: string): string => stem.replace(/ \[part \d+\]$/, '')

/** `Guild - Category - channel [123456].csv`, also ` [part 2]`: what the exporter names files. */
export function roomFromFile(path: string): FilePlace {
  const stem = withoutPart((path.split('/').at(-1) ?? path).replace(ENDING, ''))
  const match = /^(.*?) ?\[(\d{15,22})\](?: \(.*\))?$/.exec(stem)
  if (!match) return { id: `name:${stem}`, name: stem }
  const name = (match[1] ?? stem).split(' - ').at(-1) ?? stem
  return { id: match[2] ?? stem, name: name || stem }
}

/**
 * The room of each file. Pages that only carry a number belong to the channel that their folder is
 * named after; where folders of one import share a name, those above tell them apart.
 */
export function roomsOfFiles(entries: readonly SourceEntry[]): (entry: SourceEntry) => FilePlace {
  const folders = new Set(entries.map(({ name }) => foldersOf(name).join('/')))
  /** How many folders end in the same parts. */
  const ending = new Map<string, number>()
  for (const folder of folders) {
    for (const end of endsOf(folder.split('/'))) ending.set(end, (ending.get(end) ?? 0) + 1)
  }
  return ({ name: path }) => {
    const stem = withoutPart((path.split('/').at(-1) ?? path).replace(ENDING, ''))
    const parts = foldersOf(path)
    const folder = parts.at(-1)
    if (folder === undefined || !PAGE.test(stem)) return roomFromFile(path)
    const { id, name } = roomFromFile(folder)
    if (!id.startsWith('name:')) return { id, name }
    const ends = endsOf(parts)
    const full = ends.find((end) => ending.get(end) === 1) ?? ends.at(-1) ?? name
    return { id: `name:${full}`, name: full }
  }
}

/** `['a', 'b', 'c']` as `c`, `b / c`, `a / b / c`. */
const endsOf = (parts: readonly string[]): string[] =>
  parts.map((_, index) => parts.slice(-1 - index).join(' / '))

/** Folders above a file, archives among them without their ending. */
const foldersOf = (path: string): string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((part) => part.replace(/\.zip$/i, ''))
