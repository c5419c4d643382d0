import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { isDamage } from './engines/sqlite/damage.ts'
import type { Database } from './engines/sqlite/database.ts'
import { lockFolder, type FolderLock } from './engines/sqlite/folder-lock.ts'
import { mendFile, openSound } from './engines/sqlite/open-sound.ts'

/** The data directory, opened by this process and nobody else. */
export interface OpenFolder {
  /** Absolute. */
  root: string
  databaseFile: string
  db: Database
  lock: FolderLock
}

/** Whoever waits for the database here holds up every answer; what fails is tried again. */
const mainBusyTimeoutMs = 400

/**
 * Opens a data directory, made if it is not there, and lets `work` start on it. What is damaged and can be
 * made again is mended, also where only `work` finds it, which then starts once more.
 *
 * @throws FolderInUse where another process works in it, DamagedDatabase where it cannot be read; both
 *   with a sentence for people. The folder is given back then.
 */
export async function inDataFolder<T>(
  options: { dataDir: string; log: Logger },
  work: (opened: OpenFolder) => Promise<T>,
): Promise<T> {
  const root = resolve(options.dataDir)
  for (const folder of ['reports', 'outbox', 'tmp', 'logs']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  const lock = lockFolder(root)
  const databaseFile = join(root, 'rapporteur.db')
  const onMended = (tables: readonly string[]): void =>
    options.log.warn(
      { id: 'storage.mended', tables },
      'Damaged parts of the database were made anew',
    )
  const attempt = async (): Promise<T> => {
    const db = openSound(databaseFile, { busyTimeoutMs: mainBusyTimeoutMs, onMended })
    try {
      return await work({ root, databaseFile, db, lock })
    } catch (error) {
      db.close()
      throw error
    }
  }
  try {
    return await attempt().catch((error: unknown) => {
      if (!isDamage(error)) throw error
      onMended(mendFile(databaseFile, error))
      return attempt()
    })
  } catch (error) {
    lock.release()
    throw error
  }
}
