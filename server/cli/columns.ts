import { ImportColumns } from '../contract/imports.ts'
import { UsageError } from './usage-error.ts'

const names = Object.keys(ImportColumns.shape)
const isName = (name: string): name is keyof ImportColumns => names.includes(name)

/**
 * What the columns of a table hold, as people write it on a command line: a name and the number of the
 * column, counted from 1.
 *
 * @returns columns counted from 0, as the API has them
 * @throws UsageError for unknown names, other numbers, one column or name twice, and no text
 */
export function parseColumns(text: string): ImportColumns {
  const columns: Partial<ImportColumns> = {}
  for (const part of text.split(',')) {
    const [name = '', number = ''] = part.split('=').map((half) => half.trim())
    if (!isName(name)) {
      const wrong = { name: JSON.stringify(name), names: names.join(', ') }
      throw new UsageError('usage_column_name', wrong)
    }
    if (!/^[1-9]\d{0,5}$/.test(number)) {
      throw new UsageError('usage_column_number', { name })
    }
    const column = Number(number) - 1
    if (name in columns || Object.values(columns).includes(column)) {
      throw new UsageError('usage_column_once')
    }
    columns[name] = column
  }
  const parsed = ImportColumns.safeParse(columns)
  if (parsed.success) return parsed.data
  throw new UsageError(columns.text === undefined ? 'usage_column_text' : 'usage_column_high')
}
