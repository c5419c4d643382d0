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
import type { ConnectedRoom, Connections, StoredConnection } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Notes } from '../ports/notes.ts'
import type { Rooms } from '../ports/rooms.ts'
import { redactorOf } from '../redaction.ts'
import type { SecretVault } from '../settings/vault.ts'
import { askOnce, MustWait } from './asking.ts'
import { Budgets, type Clock } from './budgets.ts'
import { systemClock } from './clock.ts'
import { addRooms, listedRooms } from './connecting-rooms.ts'
import { ServiceError, type Connector, type Secrets, type Session } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { keepPauses, keptPauses } from './pauses.ts'
import type { Reading } from './reading.ts'
import type { MakeReport, ReportRequests } from './report-requests.ts'
import { addressOf, checkSecrets, ConnectionRefused, withoutSecrets } from './refused.ts'
import { connectorOf as anyConnector } from './registry.ts'
import { networkSession, type SessionOptions } from './session.ts'
import { reasonOf, said, shownConnection } from './shown.ts'
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

/** Milliseconds in which changes of a connection are gathered before they are told. */
const tellMs = 250
/** The same for what may change many times a second, such as the messages of a minute. */
const pulseMs = 2_000
/** Milliseconds until the messages of the last minute are told again, which get fewer while nothing is said. */
const fadeMs = 10_000

interface Live {
  stored: StoredConnection
  secrets: Secrets | null
  budgets: Budgets
  reading: Reading | null
  /** Present while it reads and answers. */
  requests: ReportRequests | null
  telling: NodeJS.Timeout | null
  pulse: NodeJS.Timeout | null
}

/** A connection that reads nothing yet. */
const atRest = (
  stored: StoredConnection,
  secrets: Secrets | null,
  pauses?: Readonly<Record<string, number>>,
): Live => ({
  stored,
  secrets,
  budgets: new Budgets(pauses),
  reading: null,
  requests: null,
  telling: null,
  pulse: null,
})

export function createConnections(deps: ConnectionsDeps): ConnectionsService {
  const { connections, messages, rooms, notes, vault, onChanged, onError } = deps
  const { connectorOf = anyConnector, clock = systemClock, session = networkSession } = deps
  const all = new Map<string, Live>()
  const noPeople: Session['people'] = new Map()
  const closing = new AbortController()

  const report = (live: Live, error: unknown): void => {
    const words = error instanceof Error ? error.message : String(error)
    onError(redactorOf(Object.values(live.secrets ?? {})).text(words))
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

  const sessionOf = ({ stored, secrets }: Live, signal: AbortSignal, people = noPeople): Session =>
    session({ address: stored.address, secrets: secrets ?? {}, signal, people })

  const roomsOf = async (connectionOid: string): Promise<ConnectedRoom[]> =>
    (await connections.rooms()).filter((room) => room.connectionOid === connectionOid)

  async function show(live: Live): Promise<Connection> {
    const { stored, reading, secrets } = live
    const view = reading?.view() ?? null
    // Who reads knows them as they are now; it is told several times a second.
    const own = view === null ? await roomsOf(stored.connectionOid) : []
    const secret = secrets === null ? 'none' : stored.secret === null ? 'session' : 'encrypted'
    const canAnswer = (await connectorOf(stored.service)).say !== undefined
    return shownConnection({ stored, rooms: own, view, secret, secrets, canAnswer })
  }

  function tell(live: Live): void {
    live.telling ??= setTimeout(() => {
      live.telling = null
      if (all.get(live.stored.connectionOid) !== live) return
      show(live).then(
        (shown) => {
          // It may have been removed meanwhile, which was the last to be told of it.
          if (all.get(shown.connectionOid) !== live) return
          onChanged(shown.connectionOid, shown)
          // That number falls without an event which would tell of it.
          if (shown.rooms.some((room) => room.messagesPerMinute > 0)) tellSoon(live, fadeMs)
        },
        (error: unknown) => report(live, error),
      )
    }, tellMs)
  }

  /** After a while, unless it is told before. */
  function tellSoon(live: Live, ms: number): void {
    live.pulse ??= setTimeout(() => {
      live.pulse = null
      tell(live)
    }, ms)
  }

  function silence(live: Live): void {
    for (const timer of [live.telling, live.pulse]) if (timer !== null) clearTimeout(timer)
  }

  async function read(live: Live): Promise<void> {
    const { stored, secrets, budgets } = live
    if (stored.paused || secrets === null || live.reading !== null) return
    // Most have no connection, and read nothing of this.
    const reading = await import('./reading.ts')
    const connector = await connectorOf(stored.service)
    const { makeReport } = deps
    if (stored.answersRequests && connector.say !== undefined && makeReport !== undefined) {
      const { ReportRequests: Requests } = await import('./report-requests.ts')
      live.requests = new Requests({
        connector,
        secrets,
        budgets,
        account: stored.account,
        session: (signal) => sessionOf(live, signal),
        makeReport,
        clock,
        onPause: () => void keepAllPauses(),
        onError: (error) => report(live, error),
      })
    }
    live.reading = new reading.Reading({
      connector,
      onSaid: (room, heard) => live.requests?.hear(room, heard),
      session: (signal, people) => sessionOf(live, signal, people),
      budgets,
      clock,
      store: {
        // What people have merged stays merged.
        async revise(revision) {
          const place = await rooms.place(revision.roomOid)
          return messages.revise({ ...revision, roomOid: place?.roomOid ?? revision.roomOid })
        },
        markRoom: (mark, name) => connections.markRoom(mark, name),
      },
      rooms: await roomsOf(stored.connectionOid),
      since: stored.since,
      onChange: () => tell(live),
      onRoomChanged: deps.onRoomChanged,
      onPulse: () => tellSoon(live, pulseMs),
      onEnded: deps.onEnded ?? (async () => undefined),
      onPause: () => void keepAllPauses(),
      onError: (error) => report(live, error),
    })
    live.reading.start()
  }

  async function halt(live: Live): Promise<void> {
    await Promise.all([live.reading?.stop(), live.requests?.stop()])
    live.reading = null
    live.requests = null
  }

  const keepAllPauses = (): Promise<void> => {
    const now = clock.now()
    const pauses = [...all].map(([oid, { budgets }]) => [oid, budgets.pauses(now)] as const)
    return keepPauses(notes, Object.fromEntries(pauses))
  }

  /** One request to the server, within its limits and those of whoever waits for the answer. */
  async function asking<Answer>(
    live: Live,
    asked: 'check' | 'rooms',
    ask: (connector: Connector, session: Session) => Promise<Answer>,
  ): Promise<Answer> {
    const connector = await connectorOf(live.stored.service)
    const { budgets } = live
    const tooLate = AbortSignal.timeout(connectionLimits.askedMs)
    const own = sessionOf(live, AbortSignal.any([closing.signal, tooLate]))
    const onPause = (): void => void keepAllPauses()
    try {
      return await askOnce({ connector, budgets, clock, session: own, asked, onPause }, ask)
    } catch (error) {
      if (error instanceof MustWait) throw new ConnectionRefused(error.reason)
      const told = tooLate.aborted ? new ServiceError('unavailable', 'no answer in time') : error
      if (!(told instanceof ServiceError)) throw error
      throw new ConnectionRefused(withoutSecrets(reasonOf(told), live.secrets))
    }
  }

  const checkOf = (live: Live): Promise<ConnectionTest> =>
    asking(live, 'check', async (connector, asked) => {
      const { note, ...granted } = await connector.check(asked)
      const told = note === undefined ? {} : { note: said(note) }
      return { ...granted, missing: [...granted.missing], ...told }
    })

  async function put(live: Live, stored: StoredConnection): Promise<void> {
    await connections.put(stored)
    live.stored = stored
  }

  /** Stops, does it, and goes on as the connection is then. */
  async function anew(live: Live, work: () => Promise<void>): Promise<Connection> {
    await halt(live)
    try {
      await work()
    } finally {
      await read(live)
    }
    tell(live)
    return show(live)
  }

  return {
    async list() {
      const items = await Promise.all([...all.values()].map(show))
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
      const live = atRest(stored, secrets)
      const test = await checkOf(live)
      await put(live, { ...stored, name: name ?? (test.team || service), account: test.account })
      all.set(stored.connectionOid, live)
      await read(live)
      tell(live)
      return { connection: await show(live), test }
    },

    async change(connectionOid, asked) {
      const {
        name,
        secrets,
        since,
        answersRequests,
        addRooms: added = [],
        removeRooms = [],
      } = asked
      const live = all.get(connectionOid)
      if (live === undefined) return null
      const { stored } = live
      const next = {
        ...stored,
        ...(name === undefined ? {} : { name }),
        ...(since === undefined ? {} : { since: since === null ? null : Date.parse(since) }),
        ...(answersRequests === undefined ? {} : { answersRequests }),
      }
      if (secrets !== undefined) {
        const connector = await connectorOf(stored.service)
        checkSecrets(connector, secrets)
        const tried = { ...live, secrets, budgets: new Budgets(live.budgets.pauses(clock.now())) }
        next.account = (await checkOf(tried)).account
        next.secret = sealed(secrets)
      }
      return anew(live, async () => {
        if (secrets !== undefined) live.secrets = secrets
        await put(live, next)
        for (const remoteId of removeRooms) await connections.removeRoom(connectionOid, remoteId)
        await addRooms(deps, next, await connectorOf(stored.service), added)
      })
    },

    async remove(connectionOid) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      all.delete(connectionOid)
      await halt(live)
      silence(live)
      const own = await roomsOf(connectionOid)
      await connections.remove(connectionOid)
      onChanged(connectionOid, null)
      return own.map(({ roomOid }) => roomOid)
    },

    async test(connectionOid) {
      const live = all.get(connectionOid)
      return live === undefined ? null : checkOf(live)
    },

    async rooms(connectionOid, cursor) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      const page = await asking(live, 'rooms', (connector, asked) => connector.rooms(asked, cursor))
      return listedRooms(deps, await connectorOf(live.stored.service), page)
    },

    async pause(connectionOid) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      const { reading } = live
      return anew(live, async () => {
        await put(live, { ...live.stored, paused: true })
        // From here on nobody looks, which a report must be able to say.
        for (const { room } of reading?.view().rooms ?? []) await connections.markRoom(room)
      })
    },

    async resume(connectionOid) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      return anew(live, async () => {
        await put(live, { ...live.stored, paused: false })
        // What could not be read may be readable now.
        for (const { progress, ...room } of await roomsOf(connectionOid)) {
          if (progress.stopped === null) continue
          await connections.markRoom({ ...room, progress: { ...progress, stopped: null } })
        }
      })
    },

    async unread(roomOid, period) {
      const stretches = (await connections.ofRoom(roomOid)).map((kept) => {
        const live = all.get(kept.connectionOid)
        const view = live?.reading?.view().rooms.find(({ room }) => room.remoteId === kept.remoteId)
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
        const live = atRest(stored, unsealed(stored), pausesOf(stored.connectionOid))
        all.set(stored.connectionOid, live)
        await read(live)
      }
    },

    async close() {
      closing.abort()
      all.forEach(silence)
      await Promise.all([...all.values()].map(halt))
      all.forEach(silence)
    },
  }
}
