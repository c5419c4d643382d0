import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { BlobPlace, Engine, EngineAddress, StartOptions } from '../../ports/engine.ts'
import type { Blobs } from '../../ports/blobs.ts'
import { removeHalfPut } from '../shared/folder-blobs.ts'
import { onUse } from '../shared/on-use.ts'
import { lockFileOf, lockFolder } from '../sqlite/folder-lock.ts'
import { postgresAccess } from './access.ts'
import { placeOf } from './address.ts'
import { claimBlobs, openBlobs } from './blobs.ts'
import { postgresConnections } from './connections.ts'
import { postgresDispatches } from './dispatches.ts'
import { postgresEventLog } from './event-log.ts'
import { postgresGroups } from './groups.ts'
import { postgresRoomLimits } from './room-limits.ts'
import { postgresImports } from './imports.ts'
import { postgresMessages } from './messages.ts'
import { checkSchema, migrate } from './migrations.ts'
import { postgresModelMemory } from './model-memory.ts'
import { nodeIdOf } from './node-id.ts'
import { defaultLeaseMs, postgresNodes } from './nodes.ts'
import { postgresNotes } from './notes.ts'
import { postgresPeople } from './people.ts'
import { openPool } from './pool.ts'
import { unusable } from './unusable.ts'
import { postgresQueue } from './queue.ts'
import { postgresReports } from './reports.ts'
import { postgresRoomMerges } from './room-merges.ts'
import { postgresRooms } from './rooms.ts'
import { postgresSchedules } from './schedules.ts'
import { postgresSearch } from './search.ts'
import { postgresSessions } from './sessions.ts'
import { postgresSettings } from './settings.ts'
import { postgresTrash } from './trash.ts'
import { makeFolder } from '../../make-folder.ts'

type PostgresAddress = Extract<EngineAddress, { kind: 'postgres' }>

/** A connection that breaks is opened again by the next call, which says so itself if it cannot. */
const ignore = (): void => undefined

/**
 * Milliseconds for which work on threads, and in the background, waits for a database that is being restarted. Who
 * asks the main thread is told at once, and the keeper of states tries again by itself.
 */
const patienceMs = 60_000

interface Opening {
  patience?: number
  /** Gives back what this process holds of the folder. Default: it holds nothing. */
  release?(): void
  onLost?(error: Error): void
}

function portsOver(
  address: PostgresAddress & { node: string },
  blobs: Blobs,
  { patience = 0, release = ignore, onLost = ignore }: Opening,
): Engine {
  const { url, folder, node: owner, leaseMs = defaultLeaseMs } = address
  const pool = openPool(url, { patienceMs: patience, onError: ignore })
  const beats = openPool(url, { answerMs: leaseMs, most: 1, onError: ignore })
  const eventLog = postgresEventLog(pool, url, ignore)
  const onSilent = (): void => {
    pool.drop()
    eventLog.renew()
  }
  const search = onUse(() => postgresSearch(pool))
  const waiting = pool.patient(patienceMs)
  return {
    address,
    landmark: lockFileOf(folder),
    owner,
    blobs,
    eventLog,
    reports: postgresReports(pool, eventLog, owner),
    queue: postgresQueue(pool, eventLog, owner),
    dispatches: postgresDispatches(pool),
    messages: postgresMessages(pool, owner),
    rooms: postgresRooms(pool),
    roomMerges: postgresRoomMerges(pool, owner),
    connections: postgresConnections(pool),
    groups: postgresGroups(pool),
    roomLimits: postgresRoomLimits(pool),
    schedules: postgresSchedules(pool),
    imports: postgresImports(pool, eventLog, owner),
    nodes: postgresNodes(pool, {
      url,
      beats,
      nodeId: owner,
      leaseMs,
      onSilent,
      onLost,
    }),
    notes: postgresNotes(pool),
    people: postgresPeople(pool),
    modelMemory: postgresModelMemory(pool),
    settings: postgresSettings(pool, eventLog, { opening: randomUUID(), place: placeOf(url) }),
    sessions: postgresSessions(pool, eventLog),
    access: postgresAccess(pool),
    get search() {
      return search()
    },
    trash: postgresTrash(pool, blobs),
    patient: {
      reports: postgresReports(waiting, eventLog, owner),
      rooms: postgresRooms(waiting),
      people: postgresPeople(waiting),
    },
    check: () => checkSchema(pool),
    async close() {
      await eventLog.close()
      await beats.close()
      await pool.close()
      release()
    },
  }
}

/**
 * Opens a database as one of the nodes that work on it, as `startEngine` of `engines/open.ts` promises. The folder is
 * for this process alone: it holds logs, unfinished files, and the name of the node.
 *
 * @throws SentenceError `data_folder_in_use` where another process works in the folder; `place_unusable`, which names
 *   the database and never its password, where it cannot be reached. Nothing is held then.
 */
export async function startPostgres<T>(
  address: PostgresAddress,
  { onLost = ignore }: StartOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const folder = resolve(address.folder)
  for (const name of ['reports', 'outbox', 'tmp', 'logs']) {
    makeFolder(join(folder, name))
  }
  const lock = lockFolder(folder)
  const release = (): void => lock.release()
  let blobs: Blobs
  try {
    await removeHalfPut(folder)
    await migrate(address.url)
    blobs = await openBlobs(folder, address.blobs)
  } catch (error) {
    release()
    throw unusable(placeOf(address.url), error)
  }
  const engine = portsOver({ ...address, folder, node: nodeIdOf(folder) }, blobs, {
    release,
    onLost,
  })
  try {
    if (address.blobs !== undefined) await claim(address.url, blobs, address.blobs)
    return await work(engine)
  } catch (error) {
    await engine.close().catch(() => undefined)
    throw error
  }
}

async function claim(url: string, ...what: [Blobs, BlobPlace]): Promise<void> {
  const pool = openPool(url, { onError: ignore })
  await claimBlobs(pool, ...what).finally(() => pool.close())
}

/** Opens the ports once more, for a worker thread of the process that works on it. */
export async function openPostgres(address: PostgresAddress): Promise<Engine> {
  const { folder, node = nodeIdOf(folder) } = address
  return portsOver({ ...address, node }, await openBlobs(folder, address.blobs), {
    patience: patienceMs,
  })
}
