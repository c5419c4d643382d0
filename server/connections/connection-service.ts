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
import type { ConnectionReason } from '../contract/connection-sentences.ts'
import { messageLimits } from '../contract/limits.ts'
import { roomOidOf } from '../imports/reading/identity.ts'
import {
  RoomProgress,
  type ConnectedRoom,
  type Connections,
  type StoredConnection,
} from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Notes } from '../ports/notes.ts'
import type { Rooms } from '../ports/rooms.ts'
import { storable } from '../ports/storable-text.ts'
import { redactorOf } from '../redaction.ts'
import type { SecretVault } from '../settings/vault.ts'
import { askOnce, MustWait } from './asking.ts'
import { Budgets, type Clock } from './budgets.ts'
import { systemClock } from './clock.ts'
import { ServiceError, type Connector, type Secrets, type Session } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { wholeRoom } from './progress.ts'
import type { Reading } from './reading.ts'
import { connectorOf as anyConnector } from './registry.ts'
import { isSafeAddress, networkSession, type SessionOptions } from './session.ts'
import { reasonOf, said, shownConnection } from './shown.ts'

/** A request that cannot be done; nothing of it was. */
export class ConnectionRefused extends Error {
  override name = 'ConnectionRefused'
  readonly reason: ConnectionReason

  constructor(reason: ConnectionReason) {
    super(reason.code)
    this.reason = reason
  }
}

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
  /** Told without secrets. */
  onError(message: string): void
  connectorOf?: ((service: ServiceName) => Promise<Connector>) | undefined
  clock?: Clock | undefined
  session?: ((options: SessionOptions) => Session) | undefined
}

/** Milliseconds in which changes of a connection are gathered before they are told. */
const tellMs = 250
/** Pauses that servers have asked for outlive the process under this name. */
const pausesNote = 'connection-pauses'

interface Live {
  stored: StoredConnection
  secrets: Secrets | null
  budgets: Budgets
  reading: Reading | null
  telling: NodeJS.Timeout | null
}

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
    const own = view?.rooms.map(({ room }) => room) ?? (await roomsOf(stored.connectionOid))
    const secret = secrets === null ? 'none' : stored.secret === null ? 'session' : 'encrypted'
    return shownConnection({
      stored,
      rooms: own,
      view,
      secret,
    })
  }

  function tell(live: Live): void {
    live.telling ??= setTimeout(() => {
      live.telling = null
      if (all.get(live.stored.connectionOid) !== live) return
      show(live).then(
        (shown) => {
          // It may have been removed meanwhile, which was the last to be told of it.
          if (all.get(shown.connectionOid) === live) onChanged(shown.connectionOid, shown)
        },
        (error: unknown) => report(live, error),
      )
    }, tellMs)
  }

  async function read(live: Live): Promise<void> {
    const { stored, secrets, budgets } = live
    if (stored.paused || secrets === null || live.reading !== null) return
    // Most have no connection, and read nothing of this.
    const reading = await import('./reading.ts')
    live.reading = new reading.Reading({
      connector: await connectorOf(stored.service),
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
      onPause: () => void keepPauses(),
      onError: (error) => report(live, error),
    })
    live.reading.start()
  }

  async function halt(live: Live): Promise<void> {
    await live.reading?.stop()
    live.reading = null
  }

  function keepPauses(): Promise<void> {
    const now = clock.now()
    const pauses = Object.fromEntries(
      [...all].map(([oid, { budgets }]) => [oid, budgets.pauses(now)] as const),
    )
    return notes.write(pausesNote, pauses).catch(() => undefined)
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
    const onPause = (): void => void keepPauses()
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
      const granted = await connector.check(asked)
      return { ...granted, missing: [...granted.missing] }
    })

  async function addRooms(
    { stored }: Live,
    added: NonNullable<ConnectionChange['addRooms']>,
  ): Promise<void> {
    const { connectionOid, service } = stored
    const { family, format } = await connectorOf(service)
    for (const { remoteId, name, isPrivate } of added) {
      const roomOid = roomOidOf(family, '', remoteId)
      const shownName = storable(name).slice(0, messageLimits.maxRoomNameLength)
      const room = { roomOid, name: shownName, source: service, format }
      if ((await rooms.place(roomOid)) === null) {
        await messages.append([{ room, messages: [] }], null)
      }
      const place = (await rooms.place(roomOid))?.roomOid ?? roomOid
      // What a server holds was not given away by being connected: a person allows that.
      await rooms.change(place, { localOnly: true })
      const progress = RoomProgress.parse({ gaps: [wholeRoom] })
      const isNew = { connectionOid, remoteId, roomOid, name: shownName, isPrivate, progress }
      if (!(await connections.addRoom(isNew))) {
        throw new ConnectionRefused({ code: 'connection_room_taken', params: {} })
      }
      deps.onRoomChanged(place)
    }
  }

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
      const reason = connector.refuses(secrets) ?? missingSecret(connector, secrets)
      if (reason !== null) throw new ConnectionRefused(reason)
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
      }
      const budgets = new Budgets()
      const live: Live = { stored, secrets, budgets, reading: null, telling: null }
      const test = await checkOf(live)
      await put(live, { ...stored, name: name ?? (test.team || service), account: test.account })
      all.set(stored.connectionOid, live)
      await read(live)
      tell(live)
      return { connection: await show(live), test }
    },

    async change(connectionOid, { name, secrets, since, addRooms: added = [], removeRooms = [] }) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      const { stored } = live
      const next = {
        ...stored,
        ...(name === undefined ? {} : { name }),
        ...(since === undefined ? {} : { since: since === null ? null : Date.parse(since) }),
      }
      if (secrets !== undefined) {
        const connector = await connectorOf(stored.service)
        const reason = connector.refuses(secrets) ?? missingSecret(connector, secrets)
        if (reason !== null) throw new ConnectionRefused(reason)
        const tried = { ...live, secrets, budgets: new Budgets(live.budgets.pauses(clock.now())) }
        next.account = (await checkOf(tried)).account
        next.secret = sealed(secrets)
      }
      return anew(live, async () => {
        if (secrets !== undefined) live.secrets = secrets
        await put(live, next)
        for (const remoteId of removeRooms) await connections.removeRoom(connectionOid, remoteId)
        await addRooms(live, added)
      })
    },

    async remove(connectionOid) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      all.delete(connectionOid)
      await halt(live)
      if (live.telling !== null) clearTimeout(live.telling)
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
      const { family } = await connectorOf(live.stored.service)
      const oids = page.rooms.map(({ remoteId }) => roomOidOf(family, '', remoteId))
      const here = await rooms.existing(oids)
      const connected = new Set((await connections.rooms()).map(({ roomOid }) => roomOid))
      const items = page.rooms.map(({ refused, ...room }, index): RemoteRoom => {
        const roomOid = oids[index] ?? ''
        const isConnected = connected.has(roomOid)
        return {
          ...room,
          roomOid,
          isConnected,
          isImported: here.has(roomOid) && !isConnected,
          ...(refused === undefined ? {} : { refused: said(refused) }),
        }
      })
      return { items, next: page.next }
    },

    async pause(connectionOid) {
      const live = all.get(connectionOid)
      if (live === undefined) return null
      return anew(live, () => put(live, { ...live.stored, paused: true }))
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

    async start() {
      const pauses = await notes.read(pausesNote).catch(() => null)
      for (const stored of await connections.list()) {
        const budgets = new Budgets(pausesOf(pauses, stored.connectionOid))
        const secrets = unsealed(stored)
        const live: Live = { stored, secrets, budgets, reading: null, telling: null }
        all.set(stored.connectionOid, live)
        await read(live)
      }
    },

    async close() {
      closing.abort()
      for (const { telling } of all.values()) if (telling !== null) clearTimeout(telling)
      await Promise.all([...all.values()].map(halt))
    },
  }
}

/** @throws ConnectionRefused for one that is none, or by which everybody could read the token */
function addressOf({ usualAddress, schemes }: Connector, given = ''): string {
  const { safe, plain } = schemes ?? { safe: 'https', plain: 'http' }
  const named = given === '' ? (usualAddress ?? '') : given
  // Mail programs ask for the bare name.
  const isBare = schemes !== undefined && named !== '' && !named.includes('://')
  const address = isBare ? `${safe}://${named}` : named
  const url = URL.canParse(address) ? new URL(address) : null
  const scheme = url?.protocol.slice(0, -1)
  if (url === null || (scheme !== safe && scheme !== plain) || !url.host || url.username !== '') {
    throw new ConnectionRefused({ code: 'connection_address', params: { form: `${safe}://` } })
  }
  if (!isSafeAddress(address)) {
    throw new ConnectionRefused({
      code: 'connection_address_plain',
      params: { form: `${plain}://` },
    })
  }
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '')
}

const missingSecret = (
  { secrets: { needed } }: Connector,
  given: Secrets,
): ConnectionReason | null =>
  needed.some((name) => (given[name] ?? '') === '')
    ? { code: 'connection_token_form', params: { context: 'empty' } }
    : null

/** A server may say the token that it refuses. */
const withoutSecrets = (reason: ConnectionReason, secrets: Secrets | null): ConnectionReason =>
  redactorOf(Object.values(secrets ?? {})).value(reason)

function pausesOf(note: unknown, connectionOid: string): Record<string, number> {
  const own: unknown =
    typeof note === 'object' && note !== null ? Object(note)[connectionOid] : null
  if (typeof own !== 'object' || own === null) return {}
  return Object.fromEntries(
    Object.entries(own).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
