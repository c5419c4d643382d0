import { existsSync } from 'node:fs'
import { connect, openDatabase, type Database } from './database.ts'
import { damagedDatabase, isDamage } from './damage.ts'
import { createEventRows } from './event-rows.ts'
import { mend } from './mend.ts'

/**
 * Opens the database of a data folder, and mends it where what is damaged can be made again.
 *
 * @param onMended told of the tables that were made again
 * @throws SentenceError `storage_damaged` that names the file and what to do
 */
export function openSound(
  file: string,
  options: { busyTimeoutMs: number; onMended(tables: readonly string[]): void },
): Database {
  const { busyTimeoutMs, onMended } = options
  const open = (): Database => {
    const db = openDatabase(file, { migrate: true, busyTimeoutMs })
    try {
      // The log is read whole at every start, and renewed where that is not possible.
      createEventRows(db).head()
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }
  try {
    return open()
  } catch (error) {
    if (!isDamage(error)) throw error
    onMended(mendFile(file, error))
  }
  try {
    return open()
  } catch (error) {
    throw isDamage(error) ? damagedDatabase(file, [], { cause: error }) : error
  }
}

/**
 * Mends a closed database that has failed.
 *
 * @returns the tables that were made again
 * @throws SentenceError `storage_damaged` where something is left that cannot be
 */
export function mendFile(file: string, cause: unknown): readonly string[] {
  if (!existsSync(file)) throw cause
  const db = connect(file)
  try {
    const { mended, damaged } = mend(db)
    if (damaged.length > 0) throw damagedDatabase(file, damaged, { cause })
    return mended
  } catch (error) {
    throw isDamage(error) ? damagedDatabase(file, [], { cause: error }) : error
  } finally {
    db.close()
  }
}
