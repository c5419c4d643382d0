import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A line of a table in docs/ whose last two columns are a file and a part of a test's name. */
export interface NamedTest {
  /** What stands in the first column; empty where the line belongs to the one above. */
  first: string
  file: string
  name: string
}

/** The lines of a document's tables that name a test. */
export function namedTests(document: string): NamedTest[] {
  return readFileSync(join(root, 'docs', document), 'utf8')
    .split('\n')
    .map((line) =>
      line
        .split(/(?<!\\)\|/u)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.at(-2)?.startsWith('`') === true)
    .map((cells) => ({
      first: cells[0] ?? '',
      file: (cells.at(-2) ?? '').replaceAll('`', ''),
      name: cells.at(-1) ?? '',
    }))
}

/** Whether the file is there and has these words in the name of a test. */
export function isThere({ file, name }: NamedTest): boolean {
  const source = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")
  return name !== '' && source.includes(name)
}
