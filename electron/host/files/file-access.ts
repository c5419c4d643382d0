import { realpath, stat } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { HostError } from '../host-error.ts'

/**
 * Checks that a workbook lies where workbooks lie and is one, following links, so that nothing
 * else on this computer is ever opened, shown or copied in its place.
 *
 * @param options.path what the server has on record; null when there is none, or none any more
 * @param options.dataDir the data folder; workbooks lie in `reports/` below it
 * @returns the real path
 */
export async function checkedWorkbook(options: {
  path: string | null
  dataDir: string
}): Promise<string> {
  const { path, dataDir } = options
  if (path === null) throw vanished(null)
  const folder = await realpath(join(dataDir, 'reports')).catch(() => null)
  const file = await realpath(path).catch(() => null)
  if (folder === null || file === null || !(await stat(file)).isFile())
    throw vanished(basename(path))
  if (!file.startsWith(folder + sep) || extname(file).toLowerCase() !== '.xlsx') {
    throw new HostError('workbook_missing', { context: 'elsewhere' })
  }
  return file
}

const vanished = (file: string | null): HostError =>
  new HostError('workbook_missing', file === null ? { context: 'unnamed' } : { file })
