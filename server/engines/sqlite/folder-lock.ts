import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import { connect, type Database } from './database.ts'

/** Held until it is released, or until its process ends, however it ends. */
export interface FolderLock {
  release(): void
}

const Holder = z.object({ pid: z.int(), host: z.string(), since: z.string() })

/** Is there as long as somebody works in the folder. */
export const lockFileOf = (dataDir: string): string => join(dataDir, 'server.lock')

/**
 * Takes the data folder for this process: two servers in one folder would write each other's reports.
 *
 * The lock is SQLite's own on an empty database, which the system takes back when a process dies; a file
 * with a process id alone would outlive it. `server.json` beside it only says who holds the lock.
 *
 * @throws SentenceError `data_folder_in_use`, which names the other process
 */
export function lockFolder(dataDir: string): FolderLock {
  const nameFile = join(dataDir, 'server.json')
  const db = connect(lockFileOf(dataDir))
  try {
    take(db)
  } catch (error) {
    db.close()
    if (!/locked/i.test(String(error))) throw error
    throw new SentenceError(inUse(dataDir, nameFile), { cause: error })
  }
  try {
    const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
    writeFileSync(nameFile, JSON.stringify(holder))
  } catch {
    // A full disk: the lock holds without a name.
    rmSync(nameFile, { force: true })
  }
  return {
    release() {
      rmSync(nameFile, { force: true })
      db.close()
    },
  }
}

function take(db: Database): void {
  // Never anything to write, so that the lock can be taken on a full disk too.
  db.exec('PRAGMA journal_mode = MEMORY')
  db.exec('BEGIN IMMEDIATE')
}

function inUse(folder: string, nameFile: string): Sentence {
  try {
    const { pid, host, since } = Holder.parse(JSON.parse(readFileSync(nameFile, 'utf8')))
    const known = { folder, pid, since }
    return host === hostname()
      ? sentence('data_folder_in_use', { context: 'here', ...known })
      : sentence('data_folder_in_use', { context: 'elsewhere', host, ...known })
  } catch {
    return sentence('data_folder_in_use', { folder })
  }
}
