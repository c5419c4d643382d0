import type { SourceEntry } from './reader.ts'

/** What stands for a part of a chat and names none: `1.csv`, `part 2.csv`, `page-3.csv`. */
const PAGE = /^(?:(?:part|page|messages)?[ _-]?\d{1,9}|messages|export)$/i

/** The folder that names the chat of a page. */
export interface PageFolder {
  folder: string
  /** The same with as many folders above as tell it from others of the import: `team / general`. */
  full: string
}

/**
 * Files that only carry a number are pages of the chat that their folder is named after.
 *
 * @returns the folder of a page; null for a file with a name of its own, or without a folder
 */
export function foldersOfPages(
  entries: readonly SourceEntry[],
): (path: string, stem: string) => PageFolder | null {
  const folders = new Set(entries.map(({ name }) => foldersOf(name).join('/')))
  /** How many folders end in the same parts. */
  const ending = new Map<string, number>()
  for (const folder of folders) {
    for (const end of endsOf(folder.split('/'))) ending.set(end, (ending.get(end) ?? 0) + 1)
  }
  return (path, stem) => {
    const parts = foldersOf(path)
    const folder = parts.at(-1)
    if (folder === undefined || !PAGE.test(stem)) return null
    const ends = endsOf(parts)
    return { folder, full: ends.find((end) => ending.get(end) === 1) ?? ends.at(-1) ?? folder }
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
