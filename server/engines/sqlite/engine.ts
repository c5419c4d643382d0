import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Engine, EngineAddress, StartOptions } from '../../ports/engine.ts'
import { removeHalfPut, folderBlobs } from '../shared/folder-blobs.ts'
import { sqliteConnections } from './connections.ts'
import { sqliteAccess } from './access.ts'
import { isDamage } from './damage.ts'
import { openDatabase, waitAtMost, type Database } from './database.ts'
import { sqliteDispatches } from './dispatches.ts'
import { sqliteEventLog } from './event-log.ts'
import { lockFolder } from './folder-lock.ts'
import { sqliteGroups } from './groups.ts'
import { sqliteRoomLimits } from './room-limits.ts'
import { sqliteImports } from './imports.ts'
import { sqliteMessages } from './messages.ts'
import { sqliteModelMemory } from './model-memory.ts'
import { onlyNode } from '../shared/only-node.ts'
import { eachOnUse, onUse } from '../shared/on-use.ts'
import { sqliteNotes } from './notes.ts'
import { mendFile, openSound } from './open-sound.ts'
import { openOthers } from './others.ts'
import { sqlitePeople } from './people.ts'
import { sqliteQueue } from './queue.ts'
import { sqliteReports } from './reports.ts'
import { sqliteRoomMerges } from './room-merges.ts'
import { sqliteRooms } from './rooms.ts'
import { sqliteSchedules } from './schedules.ts'
import { createSearch } from './search.ts'
import { sqliteSessions } from './sessions.ts'
import { sqliteSettings } from './settings.ts'
import { sqliteTrash } from './trash.ts'
import { lockPatienceMs, writesOf } from './writes.ts'
import { makeFolder } from '../../make-folder.ts'

type SqliteAddress = Extract<EngineAddress, { kind: 'sqlite' }>

/** Whoever waits for the database in the main thread holds up every answer: `writesOf` waits beside it. */
const mainBusyTimeoutMs = 25

const databaseFileOf = ({ folder }: SqliteAddress): string => join(folder, 'rapporteur.db')

/** @param closeDatabase in the way of this opening, once nothing is left to be written */
function portsOver(
  address: SqliteAddress,
  db: Database,
  closeDatabase = (): void => db.close(),
): Engine {
  const { folder, launch = '' } = address
  const settingsOthers = openOthers<'changed'>(folder, 'settings')
  const sessionsOthers = openOthers<string>(folder, 'sessions')
  const eventLog = onUse(() => sqliteEventLog(db))
  const lazy = eachOnUse({
    eventLog,
    reports: () => sqliteReports(db, eventLog()),
    queue: () => sqliteQueue(db),
    dispatches: () => sqliteDispatches(db),
    messages: () => sqliteMessages(db),
    rooms: () => sqliteRooms(db),
    roomMerges: () => sqliteRoomMerges(db),
    imports: () => sqliteImports(db),
    connections: () => sqliteConnections(db),
    groups: () => sqliteGroups(db),
    roomLimits: () => sqliteRoomLimits(db),
    schedules: () => sqliteSchedules(db),
    notes: () => sqliteNotes(db),
    people: () => sqlitePeople(db),
    modelMemory: () => sqliteModelMemory(db, { launch }),
    sessions: () => sqliteSessions(db, launch, sessionsOthers),
    access: () => sqliteAccess(db),
    search: () => createSearch(db),
    trash: () => sqliteTrash(db),
    patient: (): Engine => engine,
  })
  const engine: Engine = Object.assign(lazy, {
    address,
    landmark: databaseFileOf(address),
    // The lock of the folder lets in one process at a time, so each may go on with what the one before has left.
    owner: 'folder',
    blobs: folderBlobs(folder),
    settings: sqliteSettings(folder, settingsOthers),
    nodes: onlyNode('folder'),
    async check() {
      db.exec('SELECT 1 FROM reports LIMIT 1')
    },
    async close() {
      settingsOthers.close()
      sessionsOthers.close()
      try {
        // Nobody waits for an answer any longer.
        waitAtMost(db, lockPatienceMs)
        writesOf(db).flush()
      } finally {
        waitAtMost(db, mainBusyTimeoutMs)
        closeDatabase()
      }
    },
  })
  return engine
}

/**
 * Opens a data folder for this process and nobody else, as `startEngine` of `engines/open.ts` promises.
 *
 * @throws SentenceError `data_folder_in_use` where another process works in it, `storage_damaged` where it cannot be
 *   read. The folder is given back then.
 */
export async function startSqlite<T>(
  address: SqliteAddress,
  { onMended }: StartOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const folder = resolve(address.folder)
  for (const name of ['reports', 'outbox', 'tmp', 'logs']) {
    makeFolder(join(folder, name))
  }
  const lock = lockFolder(folder)
  const here: SqliteAddress = { ...address, folder, launch: randomUUID() }
  const databaseFile = databaseFileOf(here)
  const attempt = async (): Promise<T> => {
    const db = openSound(databaseFile, { busyTimeoutMs: lockPatienceMs, onMended })
    // Nobody has asked for anything yet; from now on somebody may.
    waitAtMost(db, mainBusyTimeoutMs)
    let isStarted = false
    const engine = portsOver(here, db, () => {
      if (isStarted) tidy(db)
      db.close()
      if (isStarted) lock.release()
    })
    try {
      const result = await work(engine)
      isStarted = true
      return result
    } catch (error) {
      await engine.close().catch(() => undefined)
      throw error
    }
  }
  try {
    await removeHalfPut(folder)
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

/** One more connection to a folder that this process works in. */
export async function openSqlite(address: SqliteAddress): Promise<Engine> {
  const db = openDatabase(databaseFileOf(address))
  return portsOver(address, db)
}

/** Leaves one file in the place of three. A full disk cannot; the next start does without it. */
function tidy(db: Database): void {
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // What is in the log beside the file is read from there.
  }
}
