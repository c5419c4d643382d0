import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rescueDatabase } from '../engines/sqlite/rescue.ts'
import { UsageError } from './usage-error.ts'
import type { Language } from '../words/catalogues.ts'
import { sayPhrase } from '../words/say.ts'
import { wordsOf } from '../words/words-of.ts'

/**
 * Writes what can be read of a damaged database into a new file. One JSON line on stdout has the counts, a
 * sentence on stderr says what to do next. The damaged file is never touched.
 *
 * @returns the exit code: 0 if anything was read, 1 if nothing could be
 * @throws UsageError for exit code 2
 */
export function rescue(options: { dataDir: string; out: string; language: Language }): 0 | 1 {
  const { language } = options
  const source = join(resolve(options.dataDir), 'rapporteur.db')
  const target = resolve(options.out)
  if (!existsSync(source)) throw new UsageError('rescue_no_database', { file: source })
  if (existsSync(target)) throw new UsageError('rescue_there', { file: target })
  try {
    const { tables, messagesExpected } = rescueDatabase(source, target)
    const counts = { event: 'rescued', file: target, tables, messagesExpected }
    process.stdout.write(`${JSON.stringify(counts)}\n`)
    const { messages = 0, rooms = 0 } = tables
    const read =
      messagesExpected === null
        ? messages
        : sayPhrase(language, 'rescue_done_of', { messages, expected: messagesExpected })
    const done = sayPhrase(language, 'rescue_done', { messages: read, rooms, source, target })
    process.stderr.write(`${done}\n`)
    return messages + rooms > 0 ? 0 : 1
  } catch (error) {
    const nothing = { file: source, text: wordsOf(error) }
    process.stderr.write(`${sayPhrase(language, 'rescue_nothing', nothing)}\n`)
    return 1
  }
}
