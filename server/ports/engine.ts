import type { Access } from './access.ts'
import type { Blobs } from './blobs.ts'
import type { Connections } from './connections.ts'
import type { Dispatches } from './dispatches.ts'
import type { EventLog } from './event-log.ts'
import type { Groups } from './groups.ts'
import type { Imports } from './imports.ts'
import type { Messages } from './messages.ts'
import type { ModelMemory } from './model-memory.ts'
import type { Nodes } from './nodes.ts'
import type { Notes } from './notes.ts'
import type { People } from './people.ts'
import type { Queue } from './queue.ts'
import type { Reports } from './reports.ts'
import type { RoomLimits } from './room-limits.ts'
import type { RoomMerges } from './room-merges.ts'
import type { Rooms } from './rooms.ts'
import type { Schedules } from './schedules.ts'
import type { Search } from './search.ts'
import type { Sessions } from './sessions.ts'
import type { KeptSettings } from './settings.ts'
import type { Trash } from './trash.ts'

/**
 * Where an engine keeps its data: a plain value, so that a worker thread can be told it and open the same
 * ports. `folder` is a data folder on this computer, absolute; `postgres` keeps only files in it. An address
 * with a `url` holds a password: it goes into no log.
 */
export type EngineAddress =
  | {
      kind: 'sqlite'
      folder: string
      /** Names this run of the process; given by `startEngine`. */
      launch?: string
    }
  | {
      kind: 'postgres'
      folder: string
      url: string
      /** Default: files lie in the folder. */
      blobs?: BlobPlace | undefined
      /** Milliseconds after which others may take over what a node holds that is silent. Default 12 s. */
      leaseMs?: number | undefined
      /** Names this node; given by `startEngine`. */
      node?: string | undefined
    }

/** Where several nodes keep their files. It holds no secret. */
export type BlobPlace =
  | { kind: 'folder'; folder: string }
  | {
      kind: 's3'
      bucket: string
      /** Before every key, with a slash at its end; or empty. */
      prefix: string
      region: string
      /** Null: Amazon's. */
      endpoint: string | null
      /** The bucket is named in the path, and not in the name of the host. */
      pathStyle: boolean
    }

/**
 * Storage, behind ports. What is common to them all:
 *
 * - Every method is asynchronous, and one call is one round trip: what must happen together is one method.
 *   No port runs a function of its caller inside a transaction, where a slow one would block everybody.
 * - What a method has resolved is durable, and every other thread (and node) that opens this address
 *   sees it.
 * - An error of the engine itself rejects with the error as it came.
 *
 * `server/ports/suite` says by tests what each port promises; every engine passes them.
 */
export interface Engine {
  readonly address: EngineAddress
  /** In the data folder, and there as long as it is the folder that was opened. */
  readonly landmark: string
  readonly blobs: Blobs
  /** Under this name the process holds reports. Another start of the same process has the same name. */
  readonly owner: string
  readonly eventLog: EventLog
  readonly reports: Reports
  readonly queue: Queue
  readonly dispatches: Dispatches
  readonly messages: Messages
  readonly rooms: Rooms
  readonly roomMerges: RoomMerges
  readonly imports: Imports
  readonly connections: Connections
  readonly modelMemory: ModelMemory
  readonly groups: Groups
  readonly roomLimits: RoomLimits
  readonly schedules: Schedules
  readonly nodes: Nodes
  readonly notes: Notes
  readonly people: People
  readonly search: Search
  readonly settings: KeptSettings
  readonly sessions: Sessions
  readonly access: Access
  readonly trash: Trash
  /**
   * The same for work in the background: where storage may be away for a while, as a database server is that
   * restarts, a call waits for it and does not reject at once.
   */
  readonly patient: Pick<Engine, 'reports' | 'rooms' | 'people'>
  /** Rejects where storage does not answer, or is not (any more) of the form that this version works on. */
  check(): Promise<void>
  /** Lets go of files and connections. Nothing may be asked afterwards. */
  close(): Promise<void>
}

export interface StartOptions {
  /** Told of tables that were damaged and could be made again. */
  onMended(tables: readonly string[]): void
  /** Told that another process works under the same name: this one must end. Default: nobody. */
  onLost?: ((error: Error) => void) | undefined
}
