import { createRequire } from 'node:module'
import { migrate } from './migrations.ts'

// Its module for `import` loads one for `require`, which Node has to parse for its names first.
const { DatabaseSync } = createRequire(import.meta.url)(
  '@photostructure/sqlite',
) as typeof import('@photostructure/sqlite')

export type Database = InstanceType<typeof DatabaseSync>

/**
 * Opens `rapporteur.db`, in WAL mode so that workers read while the main process writes.
 * `synchronous = NORMAL` survives a killed process without loss; a cut of power may cost the
 * last commits but never the file.
 *
 * @param options.migrate only the composition root migrates; workers open what is there
 * @param options.busyTimeoutMs how long a write waits for another connection's transaction,
 *   default 5000; every writer keeps its transactions short
 */
export function openDatabase(
  file: string,
  options: { migrate?: boolean; readOnly?: boolean; busyTimeoutMs?: number } = {},
): Database {
  const { migrate: shouldMigrate = false, readOnly = false, busyTimeoutMs = 5_000 } = options
  const db = connect(file, readOnly)
  try {
    prepare(db, { shouldMigrate, readOnly, busyTimeoutMs })
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

/** A bare connection: no schema of ours, no settings. */
export const connect = (file: string, readOnly = false): Database =>
  new DatabaseSync(file, { readOnly })

/** Lets a write wait so many milliseconds for another connection's, while its thread stands still. */
export const waitAtMost = (db: Database, ms: number): void => db.exec(`PRAGMA busy_timeout = ${ms}`)

function prepare(
  db: Database,
  options: { shouldMigrate: boolean; readOnly: boolean; busyTimeoutMs: number },
): void {
  const { shouldMigrate, readOnly, busyTimeoutMs } = options
  waitAtMost(db, busyTimeoutMs)
  if (!readOnly) {
    db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = NORMAL')
    db.exec('PRAGMA foreign_keys = ON')
    // What a person deletes is overwritten, not only left out of the table.
    db.exec('PRAGMA secure_delete = ON')
  }
  db.exec('PRAGMA cache_size = -16000')
  db.exec('PRAGMA temp_store = MEMORY')
  if (shouldMigrate) migrate(db)
}

/** How often the log of the database is tried to be emptied after words were deleted. */
export const maxWriteBacks = 2_000

/**
 * Writes the log of the database back and empties it, where nobody reads or writes at this moment.
 *
 * It waits for nobody: whoever waits for a reader here keeps all writers out meanwhile.
 *
 * @returns whether it is empty
 */
export function emptyLog(db: Database): boolean {
  const { timeout } = db.prepare('PRAGMA busy_timeout').get() as { timeout: number }
  waitAtMost(db, 0)
  try {
    const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
    return busy === 0
  } finally {
    waitAtMost(db, timeout)
  }
}

/** Runs `work` in one write transaction; an error inside rolls everything back. */
export function transaction<T>(db: Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
