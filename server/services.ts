import type { Logger } from 'pino'
import type { Import } from './contract/imports.ts'
import type { Queue, ReportStatus } from './contract/reports.ts'
import type { ScheduleRunNews } from './contract/schedules.ts'
import type { SettingsValues } from './contract/settings.ts'
import type { Dispatching } from './delivery/dispatching.ts'
import type { ConnectionsService } from './connections/connection-service.ts'
import type { Documents } from './documents/documents.ts'
import type { GroupService } from './groups/groups.ts'
import type { HealthMonitor } from './health.ts'
import type { SettingsPorts } from './http/settings-routes.ts'
import type { Importer } from './imports/importer.ts'
import type { EstimateReports } from './reports/estimating.ts'
import type { ReportService } from './reports/report-service.ts'
import type { LiveRooms } from './rooms/live.ts'
import type { RoomMerging } from './rooms/merging/merging.ts'
import type { Scheduler } from './schedules/scheduler.ts'
import type { ScheduleService } from './schedules/schedules.ts'
import type { Searching } from './search/searching.ts'
import type { SecretVault } from './settings/vault.ts'
import type { Broadcaster } from './sse/broadcaster.ts'
import type { Blobs } from './ports/blobs.ts'
import type { PeopleService } from './people/people-service.ts'
import type { Dispatches } from './ports/dispatches.ts'
import type { Messages } from './ports/messages.ts'
import type { People } from './ports/people.ts'
import type { AccessService } from './access/access-service.ts'
import type { Sights } from './access/sight.ts'
import type { NodeRole, Nodes } from './ports/nodes.ts'
import type { Reports } from './ports/reports.ts'
import type { Rooms } from './ports/rooms.ts'
import type { Sessions } from './ports/sessions.ts'
import type { TrashService } from './trash/trash-service.ts'
import type { StartModelProcess } from './summary/local/model-host.ts'
import type { ModelLibrary } from './summary/local/model-library.ts'
import type { AskSystemProxy } from './system-proxy.ts'

/** Everything but the HTTP server, wired: what the server and the one-shot command have in common. */
export interface Services extends SettingsPorts {
  /** Workbooks and other files. */
  blobs: Blobs
  rooms: Rooms
  /** How reports are at one moment, for who follows them from there. */
  present: Reports['present']
  overviewsOver: Reports['overviewsOver']
  reports: ReportService
  messages: Messages
  /** Rooms that are fed while they happen. */
  live: LiveRooms
  /** What the summaries of a request would take. */
  estimate: EstimateReports
  /** Previews of workbooks, and reports in other forms. */
  documents: Documents
  /** Putting rooms together. */
  roomMerging: RoomMerging
  /** Groups of rooms, and what they and rooms choose for their reports. */
  groups: GroupService
  /** Reports at set times. */
  schedules: ScheduleService
  /** What runs them; it rests until it is started. */
  scheduler: Scheduler
  /** Who has written in the rooms. */
  people: PeopleService
  /** What people said of those who write. */
  knownAuthors: Pick<People, 'ofRoom'>
  /** Search in all messages. */
  searching: Searching
  /** What is on its way to folders and webhooks, and who brings it there. */
  dispatches: Dispatches
  dispatching: Dispatching
  /** Live connections to chat servers. */
  connections: ConnectionsService
  /** Deleting, and taking it back. */
  trash: TrashService
  importer: Importer
  broadcaster: Broadcaster
  /** Resolves once everything that was said has been tried to be kept. */
  flush(): Promise<void>
  /** As that of `Engine`; a data folder that is gone does not answer, either. */
  check(): Promise<void>
  sessions: Sessions
  /** Who may come in, and who did what. */
  access: AccessService
  /** Which rooms somebody sees. */
  sights: Sights
  health: HealthMonitor
  /** Files of models on this computer. */
  models(): Promise<ModelLibrary>
  /** Says on the live channel that a room has changed; called after the change is in the store. */
  roomChanged(roomOid: string): void
  /** The processes that work on the same data. */
  nodes: Nodes
  /** Takes up nothing more; what runs stops at its next checkpoint. Before `close`. */
  windDown(): Promise<void>
  close(): Promise<void>
}

export interface ServicesOptions extends ServicesListener {
  /** Made if it is not there; see docs/architecture.md for what lies in it. */
  dataDir: string
  /** A PostgreSQL database for all but files. Default: all is in the data directory. */
  databaseUrl?: string | undefined
  /** Where files go, as `blobPlaceOf` reads it; only with a database. Default: into the data directory. */
  blobs?: string | undefined
  /** What this process does of all the work, where several share a database. Default `all`. */
  role?: NodeRole | undefined
  /** Milliseconds after which others may take over what a silent node holds; as that of `EngineAddress`. */
  leaseMs?: number | undefined
  /** Told that another process works on the data now, so that this one must end. Default: it is only logged. */
  onLost?: ((error: Error) => void) | undefined
  log: Logger
  /** Settings by key, before environment and settings file. */
  flags?: Readonly<Record<string, unknown>> | undefined
  /** What this host takes for the default of some settings, asked for anew each time. Default: nothing. */
  defaults?: (() => Partial<SettingsValues>) | undefined
  /** Keeps secrets of the settings; without one they last until the process ends. */
  vault?: SecretVault | undefined
  /** Whether chat servers that are connected are read; default false. */
  isConnected?: boolean | undefined
  /** Whether the words of messages go into the index of the search; default true. */
  isSearched?: boolean | undefined
  /** Milliseconds since 1970, by which schedules and approvals go. Default: the clock of the computer. */
  now?: (() => number) | undefined
  /** Where others reach this server, for links in mails. Default: nobody does, so that mails have none. */
  publicUrl?: string | undefined
  /** Milliseconds in which a delete can be taken back; default `trashLimits.undoMs`. */
  undoMs?: number | undefined
  /** Default: the system is not asked. */
  systemProxy?: AskSystemProxy | undefined
  /** Starts the process of a model. Default: with plain Node. */
  startModelProcess?: StartModelProcess | undefined
}

export interface ServicesListener {
  /** Hears every import status, beside the live channel. */
  onImportStatus?(status: Import, isTerminal: boolean): void
  /** Hears every report status, beside the live channel. */
  onReportStatus?(status: ReportStatus, isTerminal: boolean): void
  /** Hears of every run of a schedule that has ended here, beside the live channel. */
  onScheduleRun?(news: ScheduleRunNews): void
  /** Hears every change of the queue, beside the live channel and before it. */
  onQueue?(queue: Queue): void
}
