import { basename } from 'node:path/posix'
import type { ImportErrorParams } from '../contract/import-sentences.ts'
import type { ImportChoices } from '../contract/imports.ts'
import { ImportError } from './reading/import-error.ts'
import type { SourceEntry } from './reading/reader.ts'
import type { Tally } from './reading/tally.ts'
import { readers } from './registry.ts'
import type { Sorted } from './sniff.ts'

/** Pictures and the like come with many exports; only a count of them is worth telling. */
export function noteUnknown({ unknown, sent, table }: Sorted, tally: Tally): void {
  for (const { name } of sent) tally.warn('sent_file', { file: name, text: basename(name) })
  for (const { entry, advice } of unknown) {
    const { name: file } = entry
    if (file === table?.file) tally.warn('columns_needed', { file, text: headerOf(table) })
    else tally.warn('no_chat', { file, text: basename(file), advice })
  }
}

const headerOf = ({ rows: [header = []] }: NonNullable<Sorted['table']>): string =>
  header.join(', ')

/** Why nothing of what was dropped can be imported, and what to do about it. */
export function nothingKnown(
  name: string,
  entries: readonly SourceEntry[],
  { table, unknown, nearest }: Sorted,
): ImportError {
  const [first] = entries
  if (!first) return new ImportError('nothing_to_import', { context: 'no_files', name })
  if (entries.every((entry) => entry.bytes === 0)) {
    return new ImportError('nothing_to_import', { context: 'empty', name })
  }
  if (table) {
    const header = headerOf(table).slice(0, 200)
    return new ImportError('columns_needed', { file: table.file, header }, { table })
  }
  const count = entries.length
  const asAdvised = (
    advice: ImportErrorParams['unknown_format']['advice'],
    choices?: ImportChoices,
  ): ImportError => {
    const params = { name: count === 1 ? first.name : name, count, advice }
    return new ImportError('unknown_format', params, choices)
  }
  const known = unknown.find(({ advice }) => advice !== undefined)?.advice
  if (known !== undefined) return asAdvised({ code: known, params: {} })
  const formats = [...new Set(readers.map((reader) => reader.source))]
  if (!nearest) return asAdvised({ code: 'supported_formats', params: { formats } })
  const { file, format } = nearest
  const params = { file: basename(file), format, formats }
  return asAdvised({ code: 'nearest_format', params }, { nearest: { file, format } })
}
