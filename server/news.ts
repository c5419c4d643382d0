import type { HealthNews, HealthProblem } from './contract/health.ts'
import { createConnectionNews } from './connection-news.ts'
import type { Connection } from './contract/connections.ts'
import type { Import } from './contract/imports.ts'
import { sseEvents } from './contract/events.ts'
import type { LocalModels } from './contract/local-models.ts'
import { sseLimits } from './contract/limits.ts'
import type { Queue } from './contract/reports.ts'
import type { SearchNews } from './contract/search.ts'
import type { Room } from './contract/rooms.ts'
import type { ThrownAway } from './contract/trash.ts'
import type { Outbox } from './sse/outbox.ts'

/** What the live channel says beside the statuses of reports. */
export interface News {
  /** Says how a room is now; called after the change is in the store. */
  roomChanged(roomOid: string): void
  queueChanged(): void
  /** Something was said of people. */
  peopleChanged(): void
  /** A group, or what a room has chosen, is another. */
  groupsChanged(): void
  /** A schedule, or a run of one, is another. */
  schedulesChanged(): void
  /** Deleted, and taken back; called after it is so in the store. */
  removed(what: ThrownAway): void
  restored(what: ThrownAway): void
  importStatus(status: Import, isTerminal: boolean): void
  /** Told by this server alone: others have a folder, and a way to the database, of their own. */
  healthChanged(problems: readonly HealthProblem[]): void
  /** Null: it is gone. */
  connectionChanged(connectionOid: string, connection: Connection | null): void
  modelsChanged(models: LocalModels): void
  /** About how many messages the search does not find yet. */
  searchChanged(pending: number): void
  stop(): void
}

export interface NewsOptions {
  outbox: Outbox
  /** Rooms as they are now; those that are not there are left out. */
  rooms(roomOids: readonly string[]): Promise<readonly Room[]>
  queue(): Promise<Queue>
  /** Told of what could not be read; the channel goes on. */
  onError(error: unknown): void
}

/** Things that change many times in a row (a live feed, a running report) are told of once per interval. */
const intervalMs = 250
/** Rooms that are read in one go; the server answers others between two. */
const roomsAtOnce = 500

export function createNews(options: NewsOptions): News {
  const { outbox, onError } = options
  const changedRooms = new Set<string>()
  const newsOfConnection = createConnectionNews()
  let isQueueChanged = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  function attempt(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      onError(error)
    }
  }

  async function flush(): Promise<void> {
    const isQueueNews = isQueueChanged
    isQueueChanged = false
    const now = [...changedRooms].slice(0, roomsAtOnce)
    for (const roomOid of now) changedRooms.delete(roomOid)
    const isMore = changedRooms.size > 0
    try {
      if (isQueueNews) say(sseEvents.queueChanged, await options.queue())
      const rooms = now.length === 0 ? [] : await options.rooms(now)
      if (!isStopped)
        for (const room of rooms) {
          attempt(() => say(sseEvents.roomChanged, room, room.roomOid))
        }
    } catch (error) {
      onError(error)
    }
    timer = null
    if (isMore) start(0)
    else if (isQueueChanged || changedRooms.size > 0) start(intervalMs)
  }

  function start(milliseconds: number): void {
    if (!isStopped) timer ??= setTimeout(() => void flush(), milliseconds)
  }

  /** @param of whose state it is, where there are several of the kind */
  function say(event: string, state: object, of = ''): void {
    const coalesceKey = of === '' ? event : `${event}_${of}`
    outbox.publishNews({ room: of, event, data: JSON.stringify(state), coalesceKey })
  }

  /** That something is another, which is read by request. */
  const sayChanged = (event: string): void =>
    outbox.publishNews({ room: '', event, data: '{}', coalesceKey: event })

  /** In the log, so that a window which was away hears of it too; in parts, because an event has a limit. */
  function sayThrown(event: string, what: ThrownAway): void {
    for (const part of partsOf(what)) {
      outbox.publish({ room: '', event, data: JSON.stringify(part), coalesceKey: null })
    }
  }

  return {
    roomChanged(roomOid) {
      changedRooms.add(roomOid)
      start(intervalMs)
    },
    removed: (what) => sayThrown(sseEvents.removed, what),
    restored: (what) => sayThrown(sseEvents.restored, what),
    queueChanged() {
      isQueueChanged = true
      start(intervalMs)
    },
    peopleChanged: () => sayChanged(sseEvents.peopleChanged),
    groupsChanged: () => sayChanged(sseEvents.groupsChanged),
    schedulesChanged: () => sayChanged(sseEvents.schedulesChanged),
    importStatus(status, isTerminal) {
      outbox.publish({
        room: '',
        event: isTerminal ? sseEvents.importStatusEnd : sseEvents.importStatus,
        data: importEventData(status),
        coalesceKey: isTerminal ? null : `${sseEvents.importStatus}_${status.importOid}`,
      })
    },
    healthChanged(problems) {
      const event = sseEvents.healthChanged
      const data = JSON.stringify({ problems: [...problems] } satisfies HealthNews)
      outbox.publishHere({ room: '', event, data, coalesceKey: event })
    },
    connectionChanged(connectionOid, connection) {
      if (isStopped) return
      for (const { news, part } of newsOfConnection(connectionOid, connection)) {
        const data = JSON.stringify(news)
        const event = sseEvents.connectionChanged
        const coalesceKey = `${event}_${connectionOid}${part === '' ? '' : `_${part}`}`
        outbox.publishNews({ room: connectionOid, event, data, coalesceKey })
      }
    },
    modelsChanged(models) {
      // A download that ends with the program tells so once more.
      if (!isStopped) say(sseEvents.modelsChanged, models)
    },
    searchChanged(pending) {
      if (isStopped) return
      const data = JSON.stringify({ pending } satisfies SearchNews)
      const event = sseEvents.searchChanged
      outbox.publishNews({ room: '', event, data, coalesceKey: event })
    },
    stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}

/** Ids in one event. */
const idsAtOnce = 1_000

function* partsOf({ roomOids, reportOids, importOids }: ThrownAway): Generator<ThrownAway> {
  const most = Math.max(roomOids.length, reportOids.length, importOids.length)
  for (let from = 0; from < most; from += idsAtOnce) {
    const part = (ids: string[]): string[] => ids.slice(from, from + idsAtOnce)
    yield { roomOids: part(roomOids), reportOids: part(reportOids), importOids: part(importOids) }
  }
}

/** What an event leaves out of an import that is too long for one, in the order in which it gives way. */
const abridgements: readonly ((status: Import) => Import)[] = [
  (status) => ({ ...status, roomOids: [] }),
  (status) => ({ ...status, warnings: status.warnings.map((it) => ({ ...it, examples: [] })) }),
  ({ choices: _choices, ...status }) => status,
  (status) => ({ ...status, warnings: [] }),
]

/**
 * The import as the data of one event. One of 20,000 rooms does not fit; what is left out is said with
 * `abridged`, and stands in `GET /api/imports/:importOid`.
 *
 * @param maxBytes default `sseLimits.maxEventBytes`
 */
export function importEventData(
  status: Import,
  maxBytes: number = sseLimits.maxEventBytes,
): string {
  let data = JSON.stringify(status)
  let shorter: Import = { ...status, abridged: true }
  for (const abridge of abridgements) {
    if (Buffer.byteLength(data) <= maxBytes) break
    shorter = abridge(shorter)
    data = JSON.stringify(shorter)
  }
  return data
}
