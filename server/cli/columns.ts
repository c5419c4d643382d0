import { ImportColumns } from '../contract/imports.ts'

const names = Object.keys(ImportColumns.shape)
const isName = (name: string): name is keyof ImportColumns => names.includes(name)

/** `time=2,author=1,text=3` cannot be read; the message says what it should be. */
export class ColumnsError extends Error {
  override name = 'ColumnsError'
}

/**
 * What the columns of a table hold, as people write it on a command line: a name and the number of the
 * column, counted from 1.
 *
 * @returns columns counted from 0, as the API has them
 * @throws ColumnsError for unknown names, other numbers, one column or name twice, and no text
 */
export function parseColumns(text: string): ImportColumns {
  const columns: Partial<ImportColumns> = {}
  for (const part of text.split(',')) {
    const [name = '', number = ''] = part.split('=').map((half) => half.trim())
    if (!isName(name)) {
      throw new ColumnsError(`${JSON.stringify(name)} is none of ${names.join(', ')}.`)
    }
    if (!/^[1-9]\d{0,5}$/.test(number)) {
      throw new ColumnsError(
        `${name} needs the number of its column, counted from 1, such as ${name}=2.`,
      )
    }
    const column = Number(number) - 1
    if (name in columns || Object.values(columns).includes(column)) {
      throw new ColumnsError('Each name and each column may stand only once.')
    }
    columns[name] = column
  }
  const parsed = ImportColumns.safeParse(columns)
  if (parsed.success) return parsed.data
  throw new ColumnsError(
    columns.text === undefined
      ? 'Say which column holds the text, such as text=3.'
      : (parsed.error.issues[0]?.message ?? ''),
  )
}
