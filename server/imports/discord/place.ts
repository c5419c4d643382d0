import { basename } from 'node:path/posix'
import { foldersOfPages } from '../reading/page-files.ts'
import type { SourceEntry } from '../reading/reader.ts'

/** A room as the place of a file tells it. */
export interface FilePlace {
  id: string
  name: string
}

const ENDING = /\.(?:csv|txt|json)$/i
const withoutPart = (stem: string): string => stem.replace(/ \[part \d+\]$/, '')

/** `Guild - Category - channel [123456].csv`, also ` [part 2]`: what the exporter names files. */
export function roomFromFile(path: string): FilePlace {
  const stem = withoutPart(basename(path).replace(ENDING, ''))
  const match = /^(.*?) ?\[(\d{15,22})\](?: \(.*\))?$/.exec(stem)
  if (!match) return { id: `name:${stem}`, name: stem }
  const name = (match[1] ?? stem).split(' - ').at(-1) ?? stem
  return { id: match[2] ?? stem, name: name || stem }
}

/** The room of each file; pages belong to the channel that their folder is named after. */
export function roomsOfFiles(entries: readonly SourceEntry[]): (entry: SourceEntry) => FilePlace {
  const folderOf = foldersOfPages(entries)
  return ({ name: path }) => {
    const stem = withoutPart(basename(path).replace(ENDING, ''))
    const page = folderOf(path, stem)
    if (page === null) return roomFromFile(path)
    const place = roomFromFile(page.folder)
    return place.id.startsWith('name:') ? { id: `name:${page.full}`, name: page.full } : place
  }
}
