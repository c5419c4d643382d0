import type {
  Connection,
  ConnectionService as ServiceName,
  ConnectionTest,
} from '../contract/connections.ts'
import type { ConnectedRoom, Connections, StoredConnection } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Rooms } from '../ports/rooms.ts'
import { redactorOf } from '../redaction.ts'
import { askOnce, MustWait } from './asking.ts'
import { Budgets, type Clock } from './budgets.ts'
import { ServiceError, type Connector, type Secrets, type Session } from './connector.ts'
import { connectionLimits } from './limits.ts'
import type { Reading } from './reading.ts'
import type { ReadingView } from './reading-view.ts'
import { ConnectionRefused, withoutSecrets } from './refused.ts'
import type { MakeReport, ReportRequests } from './report-requests.ts'
import type { SessionOptions } from './session.ts'
import { reasonOf, said, shownConnection } from './shown.ts'

/** What a connection needs of the store and of the world, and whom it tells. */
export interface LiveConnectionDeps {
  connections: Connections
  messages: Pick<Messages, 'revise'>
  rooms: Pick<Rooms, 'place'>
  connectorOf(service: ServiceName): Promise<Connector>
  clock: Clock
  session(options: SessionOptions): Session
  /** Ends what is asked of the servers. */
  closing: AbortSignal
  /** Something of it is another. */
  onChanged(connection: Connection): void
  onRoomChanged(roomOid: string): void
  /** A room was left, closed or replaced. */
  onEnded(roomOid: string): Promise<void>
  /** A server wants to be left alone for so long that a restart must know. */
  onPause(): void
  /** Somebody asks for a report in a room of a connection that answers; undefined: nobody is answered. */
  makeReport: MakeReport | undefined
  /** Told without secrets. */
  onError(message: string): void
}

/** Milliseconds in which changes of a connection are gathered before they are told. */
const tellMs = 250
/** The same for what may change many times a second, such as the messages of a minute. */
const pulseMs = 2_000
/** Milliseconds until the messages of the last minute are told again, which get fewer while nothing is said. */
const fadeMs = 10_000

const noPeople: Session['people'] = new Map()

/** One connection in the process that reads it: asks its server, reads its rooms, and tells how it is. */
export class LiveConnection {
  stored: StoredConnection
  secrets: Secrets | null
  readonly budgets: Budgets
  readonly #deps: LiveConnectionDeps
  #reading: Reading | null = null
  /** Present while it reads and answers. */
  #requests: ReportRequests | null = null
  #telling: NodeJS.Timeout | null = null
  #pulse: NodeJS.Timeout | null = null
  #isRemoved = false

  /**
   * It reads nothing yet.
   *
   * @param secrets null: they cannot be read here, and have to be given again
   * @param pauses ends of pauses that its server has asked for, by key
   */
  constructor(
    deps: LiveConnectionDeps,
    stored: StoredConnection,
    secrets: Secrets | null,
    pauses?: Readonly<Record<string, number>>,
  ) {
    this.#deps = deps
    this.stored = stored
    this.secrets = secrets
    this.budgets = new Budgets(pauses)
  }

  /** What is read, as it is now; null while nothing is. */
  view(): ReadingView | null {
    return this.#reading?.view() ?? null
  }

  /** Its rooms as they are in the store. */
  async rooms(): Promise<ConnectedRoom[]> {
    const { connectionOid } = this.stored
    const all = await this.#deps.connections.rooms()
    return all.filter((room) => room.connectionOid === connectionOid)
  }

  async show(): Promise<Connection> {
    const { stored, secrets } = this
    const view = this.view()
    // Who reads knows them as they are now; it is told several times a second.
    const rooms = view === null ? await this.rooms() : []
    const secret = secrets === null ? 'none' : stored.secret === null ? 'session' : 'encrypted'
    const canAnswer = (await this.#deps.connectorOf(stored.service)).say !== undefined
    return shownConnection({ stored, rooms, view, secret, secrets, canAnswer })
  }

  tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      if (this.#isRemoved) return
      this.show().then(
        (shown) => {
          // It may have been removed meanwhile, which was the last to be told of it.
          if (this.#isRemoved) return
          this.#deps.onChanged(shown)
          // That number falls without an event which would tell of it.
          if (shown.rooms.some((room) => room.messagesPerMinute > 0)) this.#tellSoon(fadeMs)
        },
        (error: unknown) => this.#report(error),
      )
    }, tellMs)
  }

  /** Tells nothing of what has happened up to now. */
  silence(): void {
    for (const timer of [this.#telling, this.#pulse]) if (timer !== null) clearTimeout(timer)
  }

  /** Reads, where nothing stands in the way. */
  async read(): Promise<void> {
    const { stored, secrets, budgets } = this
    const { connections, messages, rooms, connectorOf, clock, makeReport } = this.#deps
    if (stored.paused || secrets === null || this.#reading !== null) return
    // Most have no connection, and read nothing of this.
    const reading = await import('./reading.ts')
    const connector = await connectorOf(stored.service)
    const shared = {
      connector,
      budgets,
      clock,
      onPause: () => this.#deps.onPause(),
      onError: (error: unknown) => this.#report(error),
    }
    if (stored.answersRequests && connector.say !== undefined && makeReport !== undefined) {
      const { ReportRequests: Requests } = await import('./report-requests.ts')
      this.#requests = new Requests({
        ...shared,
        secrets,
        account: stored.account,
        session: (signal) => this.#session(signal),
        makeReport,
      })
    }
    this.#reading = new reading.Reading({
      ...shared,
      onSaid: (room, heard) => this.#requests?.hear(room, heard),
      session: (signal, people) => this.#session(signal, people),
      store: {
        // What people have merged stays merged.
        async revise(revision) {
          const place = await rooms.place(revision.roomOid)
          return messages.revise({ ...revision, roomOid: place?.roomOid ?? revision.roomOid })
        },
        markRoom: (mark, name) => connections.markRoom(mark, name),
      },
      rooms: await this.rooms(),
      since: stored.since,
      onChange: () => this.tell(),
      onRoomChanged: (roomOid) => this.#deps.onRoomChanged(roomOid),
      onPulse: () => this.#tellSoon(pulseMs),
      onEnded: (roomOid) => this.#deps.onEnded(roomOid),
    })
    this.#reading.start()
  }

  async halt(): Promise<void> {
    await Promise.all([this.#reading?.stop(), this.#requests?.stop()])
    this.#reading = null
    this.#requests = null
  }

  /** Stops for good and tells nothing any more. */
  async leave(): Promise<void> {
    this.#isRemoved = true
    await this.halt()
    this.silence()
  }

  async put(stored: StoredConnection): Promise<void> {
    await this.#deps.connections.put(stored)
    this.stored = stored
  }

  /**
   * Stops, does it, and goes on as the connection is then.
   *
   * @param work gets what was read up to now; null where nothing was
   */
  async anew(work: (last: ReadingView | null) => Promise<void>): Promise<Connection> {
    const reading = this.#reading
    await this.halt()
    try {
      await work(reading?.view() ?? null)
    } finally {
      await this.read()
    }
    this.tell()
    return this.show()
  }

  /**
   * One request to the server, within its limits and those of whoever waits for the answer.
   *
   * @throws ConnectionRefused
   */
  async ask<Answer>(
    asked: 'check' | 'rooms',
    ask: (connector: Connector, session: Session) => Promise<Answer>,
  ): Promise<Answer> {
    const { connectorOf, clock, closing } = this.#deps
    const { budgets } = this
    const connector = await connectorOf(this.stored.service)
    const tooLate = AbortSignal.timeout(connectionLimits.askedMs)
    const session = this.#session(AbortSignal.any([closing, tooLate]))
    const onPause = (): void => this.#deps.onPause()
    try {
      return await askOnce({ connector, budgets, clock, session, asked, onPause }, ask)
    } catch (error) {
      if (error instanceof MustWait) throw new ConnectionRefused(error.reason)
      const told = tooLate.aborted ? new ServiceError('unavailable', 'no answer in time') : error
      if (!(told instanceof ServiceError)) throw error
      throw new ConnectionRefused(withoutSecrets(reasonOf(told), this.secrets))
    }
  }

  /** Who the server takes us for, and what it lets us do. @throws ConnectionRefused */
  check(): Promise<ConnectionTest> {
    return this.ask('check', async (connector, session) => {
      const { note, ...granted } = await connector.check(session)
      const told = note === undefined ? {} : { note: said(note) }
      return { ...granted, missing: [...granted.missing], ...told }
    })
  }

  #session(signal: AbortSignal, people = noPeople): Session {
    const { address } = this.stored
    return this.#deps.session({ address, secrets: this.secrets ?? {}, signal, people })
  }

  /** After a while, unless it is told before. */
  #tellSoon(ms: number): void {
    this.#pulse ??= setTimeout(() => {
      this.#pulse = null
      this.tell()
    }, ms)
  }

  #report(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error)
    this.#deps.onError(redactorOf(Object.values(this.secrets ?? {})).text(words))
  }
}
