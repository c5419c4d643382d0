import { randomUUID } from 'node:crypto'
import type {
  Connection,
  ConnectionChange,
  ConnectionList,
  ConnectionRequest,
  ConnectionService as ServiceName,
  ConnectionTest,
  MadeConnection,
  RemoteRoom,
} from '../contract/connections.ts'
import type { Stretch } from '../contract/statistics.ts'
import { united } from '../contract/stretches.ts'
import type { Connections, StoredConnection } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Notes } from '../ports/notes.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { SecretVault } from '../settings/vault.ts'
import type { Clock } from './budgets.ts'
import { systemClock } from './clock.ts'
import { addRooms, listedRooms } from './connecting-rooms.ts'
import type { Connector, Secrets, Session } from './connector.ts'
import { LiveConnection } from './live-connection.ts'
import { keepPauses, keptPauses } from './pauses.ts'
import type { MakeReport } from './report-requests.ts'
import { addressOf, checkSecrets } from './refused.ts'
import { connectorOf as anyConnector } from './registry.ts'
import { networkSession, type SessionOptions } from './session.ts'
import { unreadOf } from './unread.ts'

/** Connections to chat servers: made, changed, and read as long as the process runs. */
export interface ConnectionsService {
  list(): Promise<ConnectionList>
  /** Asks the server first: one that lets nobody in makes no connection. Throws `ConnectionRefused`. */
  create(request: ConnectionRequest): Promise<MadeConnection>
  /** Null where there is no such connection, here and below. */
  change(connectionOid: string, change: ConnectionChange): Promise<Connection | null>
  /** @returns the rooms that it had read; their messages stay */
  remove(connectionOid: string): Promise<readonly string[] | null>
  test(connectionOid: string): Promise<ConnectionTest | null>
  rooms(
    connectionOid: string,
    cursor: string | null,
  ): Promise<{ items: RemoteRoom[]; next: string | null } | null>
  pause(connectionOid: string): Promise<Connection | null>
  resume(connectionOid: string): Promise<Connection | null>
  /**
   * Parts of a period of which a room may lack messages, because its connection has not read them; none of a room
   * without one.
   *
   * @param period milliseconds, the end exclusive; null: all that there is, up to now
   */
  unread(
    roomOid: string,
    period: { from: number | null; to: number | null },
  ): Promise<readonly Stretch[]>
  /** Goes on with what an earlier process was reading. */
  start(): Promise<void>
  close(): Promise<void>
}

export interface ConnectionsDeps {
  connections: Connections
  messages: Pick<Messages, 'append' | 'revise'>
  rooms: Pick<Rooms, 'existing' | 'change' | 'place'>
  notes: Notes
  vault: SecretVault
  /** Something of a connection is another; null: it is gone. */
  onChanged(connectionOid: string, connection: Connection | null): void
  onRoomChanged(roomOid: string): void
  /** A room was left, closed or replaced. Default: nobody is told. */
  onEnded?(roomOid: string): Promise<void>
  /** Somebody asks for a report in a room of a connection that answers. Default: nobody is answered. */
  makeReport?: MakeReport | undefined
  /** Told without secrets. */
  onError(message: string): void
  connectorOf?: ((service: ServiceName) => Promise<Connector>) | undefined
  clock?: Clock | undefined
  session?: ((options: SessionOptions) => Session) | undefined
}

export function createConnections(deps: ConnectionsDeps): ConnectionsService {
  const { connections, notes, vault, onChanged } = deps
  const { connectorOf = anyConnector, clock = systemClock, session = networkSession } = deps
  const all = new Map<string, LiveConnection>()
  const closing = new AbortController()
  const around = {
    ...deps,
    connectorOf,
    clock,
    session,
    closing: closing.signal,
    onChanged: (shown: Connection) => onChanged(shown.connectionOid, shown),
    onEnded: deps.onEnded ?? (async () => undefined),
    onPause: () => void keepAllPauses(),
    makeReport: deps.makeReport,
  }

  function unsealed({ secret }: StoredConnection): Secrets | null {
    if (secret === null) return null
    try {
      return JSON.parse(vault.decrypt(secret)) as Secrets
    } catch {
      // Another account or computer: it has to be given again.
      return null
    }
  }

  const sealed = (secrets: Secrets): string | null =>
    vault.canEncrypt() ? vault.encrypt(JSON.stringify(secrets)) : null

  const keepAllPauses = (): Promise<void> => {
    const now = clock.now()
    const pauses = [...all].map(([oid, { budgets }]) => [oid, budgets.pauses(now)] as const)
    return keepPauses(notes, Object.fromEntries(pauses))
  }

  /** What `work` makes of a connection; null where there is no such one. */
  async function withLive<Answer>(
    connectionOid: string,
    work: (live: LiveConnection) => Promise<Answer>,
  ): Promise<Answer | null> {
    const live = all.get(connectionOid)
    return live === undefined ? null : work(live)
  }

  return {
    async list() {
      const items = await Promise.all([...all.values()].map((live) => live.show()))
      return { items, canKeepSecrets: vault.canEncrypt() }
    },

    async create({ service, name, address, secrets, since = null }) {
      const connector = await connectorOf(service)
      checkSecrets(connector, secrets)
      const stored: StoredConnection = {
        connectionOid: randomUUID(),
        service,
        name: name ?? service,
        address: addressOf(connector, address),
        account: '',
        secret: sealed(secrets),
        since: since === null ? null : Date.parse(since),
        paused: false,
        createdAt: clock.now(),
        answersRequests: false,
      }
      const live = new LiveConnection(around, stored, secrets)
      const test = await live.check()
      await live.put({ ...stored, name: name ?? (test.team || service), account: test.account })
      all.set(stored.connectionOid, live)
      await live.read()
      live.tell()
      return { connection: await live.show(), test }
    },

    change: (connectionOid, asked) =>
      withLive(connectionOid, async (live) => {
        const { name, secrets, since, answersRequests } = asked
        const { addRooms: added = [], removeRooms = [] } = asked
        const { stored } = live
        const next = {
          ...stored,
          ...(name === undefined ? {} : { name }),
          ...(since === undefined ? {} : { since: since === null ? null : Date.parse(since) }),
          ...(answersRequests === undefined ? {} : { answersRequests }),
        }
        const connector = await connectorOf(stored.service)
        if (secrets !== undefined) {
          checkSecrets(connector, secrets)
          const pauses = live.budgets.pauses(clock.now())
          const tried = new LiveConnection(around, stored, secrets, pauses)
          next.account = (await tried.check()).account
          next.secret = sealed(secrets)
        }
        return live.anew(async () => {
          if (secrets !== undefined) live.secrets = secrets
          await live.put(next)
          for (const remoteId of removeRooms) await connections.removeRoom(connectionOid, remoteId)
          await addRooms(deps, next, connector, added)
        })
      }),

    remove: (connectionOid) =>
      withLive(connectionOid, async (live) => {
        all.delete(connectionOid)
        await live.leave()
        const own = await live.rooms()
        await connections.remove(connectionOid)
        onChanged(connectionOid, null)
        return own.map(({ roomOid }) => roomOid)
      }),

    test: (connectionOid) => withLive(connectionOid, (live) => live.check()),

    rooms: (connectionOid, cursor) =>
      withLive(connectionOid, async (live) => {
        const page = await live.ask('rooms', (connector, asked) => connector.rooms(asked, cursor))
        return listedRooms(deps, await connectorOf(live.stored.service), page)
      }),

    pause: (connectionOid) =>
      withLive(connectionOid, (live) =>
        live.anew(async (last) => {
          await live.put({ ...live.stored, paused: true })
          // From here on nobody looks, which a report must be able to say.
          for (const { room } of last?.rooms ?? []) await connections.markRoom(room)
        }),
      ),

    resume: (connectionOid) =>
      withLive(connectionOid, (live) =>
        live.anew(async () => {
          await live.put({ ...live.stored, paused: false })
          // What could not be read may be readable now.
          for (const { progress, ...room } of await live.rooms()) {
            if (progress.stopped === null) continue
            await connections.markRoom({ ...room, progress: { ...progress, stopped: null } })
          }
        }),
      ),

    async unread(roomOid, period) {
      const stretches = (await connections.ofRoom(roomOid)).map((kept) => {
        const live = all.get(kept.connectionOid)
        const view = live?.view()?.rooms.find(({ room }) => room.remoteId === kept.remoteId)
        const progress = view?.room.progress ?? kept.progress
        // What another process reads, only that one knows.
        const isHeard = live === undefined || view?.isHeard === true
        return unreadOf(
          { progress, isHeard, since: live?.stored.since ?? null },
          period,
          clock.now(),
        )
      })
      return united(stretches.flat())
    },

    async start() {
      const pausesOf = await keptPauses(notes)
      for (const stored of await connections.list()) {
        const pauses = pausesOf(stored.connectionOid)
        const live = new LiveConnection(around, stored, unsealed(stored), pauses)
        all.set(stored.connectionOid, live)
        await live.read()
      }
    },

    async close() {
      closing.abort()
      const open = [...all.values()]
      for (const live of open) live.silence()
      await Promise.all(open.map((live) => live.halt()))
      for (const live of open) live.silence()
    },
  }
}
