import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rescueDatabase } from '../engines/sqlite/rescue.ts'
import { UsageError } from './report.ts'
import { wordsOf } from '../words/words-of.ts'

/**
 * Writes what can be read of a damaged database into a new file. One JSON line on stdout has the counts, a
 * sentence on stderr says what to do next. The damaged file is never touched.
 *
 * @returns the exit code: 0 if anything was read, 1 if nothing could be
 * @throws UsageError for exit code 2
 */
export function rescue(options: { dataDir: string; out: string }): 0 | 1 {
  const source = join(resolve(options.dataDir), 'rapporteur.db')
  const target = resolve(options.out)
  if (!existsSync(source)) throw new UsageError(`There is no database ${source}.`)
  if (existsSync(target)) throw new UsageError(`${target} is there already. Name a new file.`)
  try {
    const { tables, messagesExpected } = rescueDatabase(source, target)
    const counts = { event: 'rescued', file: target, tables, messagesExpected }
    process.stdout.write(`${JSON.stringify(counts)}\n`)
    const { messages = 0, rooms = 0 } = tables
    const of = messagesExpected === null ? '' : ` of ${messagesExpected}`
    process.stderr.write(
      `${messages}${of} messages in ${rooms} rooms were read into ${target}. Quit Rapporteur, move ` +
        `${source} and its -wal and -shm away, and put the new file in its place.\n`,
    )
    return messages + rooms > 0 ? 0 : 1
  } catch (error) {
    process.stderr.write(
      `Nothing can be read of ${source}: ${wordsOf(error)}. Only a backup helps.\n`,
    )
    return 1
  }
}
