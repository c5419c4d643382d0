import type { ConnectionService } from '../contract/connections.ts'
import type { ConnectionReason } from '../contract/connection-sentences.ts'
import type { IncomingMessage } from '../imports/reading/reader.ts'
import type { JsonObject } from '../imports/reading/values.ts'
import type { Amendment } from '../ports/revisions.ts'

/** What a person gives to be let in, by name: tokens, passwords. */
export type Secrets = Readonly<Record<string, string>>

/** An answer of a server, whatever its status. */
export interface ServiceAnswer {
  status: number
  headers: { get(name: string): string | null }
  /** Parsed JSON; undefined where it was none. */
  body: unknown
}

export interface ServiceRequest {
  method?: 'GET' | 'POST' | 'PUT'
  /** Absolute. */
  url: string
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as a form of a web page, in the place of `body`. */
  form?: Readonly<Record<string, string>>
  /** Milliseconds that the answer may take; default `connectionLimits.answerMs`. */
  patienceMs?: number
}

/** What a connector is called with: all that it knows of the connection. It keeps nothing itself. */
export interface Session {
  /** Of the server, without a slash at the end. */
  address: string
  secrets: Secrets
  signal: AbortSignal
  /** What `Connector.people` has told of people, by their ids. */
  people: ReadonlyMap<string, JsonObject>
  /** Sends one request. Rejects with a `ServiceError` where no answer comes. */
  ask(request: ServiceRequest): Promise<ServiceAnswer>
  /** Opens a socket to a `wss:` address; messages are text. */
  socket(url: string): Promise<ServiceSocket>
  /** Opens a stream of bytes, for services that do not speak HTTP. */
  stream(target: StreamTarget): Promise<ServiceStream>
}

/** Where a stream leads; it is encrypted from the first byte on, or stays on this computer. */
export interface StreamTarget {
  host: string
  port: number
  isEncrypted: boolean
}

export interface ServiceStream {
  write(text: string): void
  /** The next bytes; null once it is closed. */
  next(): Promise<Buffer | null>
  close(): void
}

export interface ServiceSocket {
  send(text: string): void
  /** The next message; null once it is closed. */
  next(): Promise<string | null>
  /** The number that the other side closed it with; null: it gave none, or it is open. */
  closeCode(): number | null
  close(): void
}

/**
 * Why a call of a connector failed. `unauthorized`: the person has to let us in anew. `forbidden`: this room is
 * not for us. `gone`: it is not there any more. `limited`: wait `retryAfterMs`. `unavailable`: no answer, or one of
 * a server in trouble: try again later. `refused`: it will not do what we ask, and asking again is of no use.
 */
export type ServiceErrorKind =
  'unauthorized' | 'forbidden' | 'gone' | 'limited' | 'unavailable' | 'refused'

export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly kind: ServiceErrorKind
  /** Of `limited`: how long the server wants to be left alone. */
  readonly retryAfterMs: number
  /** In the words of the catalogue, where there is more to say than the kind. */
  readonly reason: ConnectionReason | undefined
  /** The limit is that of the whole account, not of this kind of request. */
  readonly isGlobal: boolean

  constructor(
    kind: ServiceErrorKind,
    message: string,
    more: { retryAfterMs?: number; reason?: ConnectionReason; isGlobal?: boolean } = {},
  ) {
    // Shorter once its secrets are out of it: a part of a token would not be found.
    super(message.slice(0, 4_000))
    this.kind = kind
    this.retryAfterMs = more.retryAfterMs ?? 0
    this.reason = more.reason
    this.isGlobal = more.isGlobal ?? false
  }
}

/** What a server lets a connection do. */
export interface Granted {
  /** The account whose rooms it reads. */
  account: string
  /** The workspace or server, for people. */
  team: string
  /** Rights that are missing, by the names that the service gives them. */
  missing: readonly string[]
  /** Messages that can be read in an hour at most; null: no limit is known. */
  messagesPerHour: number | null
  /** What else people have to know before they choose rooms. */
  note?: ConnectionReason | undefined
}

/** A room as the service lists it. Direct messages never are. */
export interface RemoteRoom {
  remoteId: string
  name: string
  isPrivate: boolean
  /** Why it cannot be connected; absent: it can. */
  refused?: ConnectionReason | undefined
}

export interface RoomsPage {
  rooms: readonly RemoteRoom[]
  /** Null: these are the last. */
  next: string | null
}

/** A message as it is now, with what a reader of exports would have made of it. */
export interface SaidMessage {
  message: IncomingMessage & { sourceId: string }
  editedAt?: number | null | undefined
  deletedAt?: number | null | undefined
  /** As in `RevisedMessage`. */
  isPlaced?: boolean | undefined
}

export interface ThreadHint {
  id: string
  /** Milliseconds since 1970 of its last answer. */
  lastAt: number
}

/** What is to be read of a room, newest first: from a place towards the past, until one that is known. */
export interface PageRequest {
  room: string
  /** `next` of the page before; null: from the newest message on. */
  from: string | null
  /** Place of a message that was read before; null: the beginning of the room. */
  until: string | null
  /** Milliseconds since 1970; what is older is not kept, and need not be given. Null or absent: all is. */
  since?: number | null | undefined
}

/** One answer of the server. */
export interface RoomPage {
  said: readonly SaidMessage[]
  amendments: readonly Amendment[]
  /** Place of the newest thing in the answer, whatever it was; null: it held nothing. */
  newest: string | null
  /** Where the next page goes on; null: the end, or `until`, was reached. */
  next: string | null
  /** The same where the page reached further back than what is kept. Default null. */
  nextIfOld?: string | null | undefined
  threads: readonly ThreadHint[]
  /** Older messages may stand before newer ones: one that is too old does not mean that all further ones are. */
  isUnsorted?: boolean | undefined
  /** The newest thing in the answer says that the room was closed or replaced. Default: it does not. */
  hasEnded?: boolean | undefined
  /** What was said comes oldest first, also within a millisecond. Default: ids tell the order there. */
  isInOrder?: boolean | undefined
  /** Milliseconds in which the server wants no further request of this kind. Default 0. */
  restMs?: number | undefined
  /**
   * For services that keep nothing: milliseconds for which all has been heard. What was said before cannot be read any
   * more; such a page is asked for only to learn that.
   */
  heardForMs?: number | undefined
}

export interface ThreadPage extends Pick<RoomPage, 'said' | 'amendments' | 'restMs'> {
  /** Behind the last answer that was read. */
  reached: string | null
  isMore: boolean
}

/**
 * What is heard while it happens. `gap`: something of the room was missed; it has to be caught up. `lost`: it may not
 * be read any more. `ended`: it was closed or replaced, and may still be read.
 */
export type Heard =
  | { type: 'said'; room: string; said: SaidMessage }
  | { type: 'amended'; room: string; amendment: Amendment }
  | { type: 'gap'; room: string }
  | { type: 'renamed'; room: string; name: string }
  | { type: 'lost'; room: string }
  | { type: 'ended'; room: string }

/** How often a kind of request may be sent. */
export interface Pace {
  /** Requests that share a limit have the same key. */
  key: string
  /** Milliseconds between two; 0: only what the server says counts. */
  everyMs: number
}

/** What is asked of a service, as far as its limits tell kinds of requests apart. */
export type Asked = 'check' | 'rooms' | 'people' | 'page' | 'thread' | 'say'

export interface Answer {
  room: string
  text: string
  /** What it answers. */
  to: SaidMessage['message']
}

export interface PeoplePage {
  people: readonly (readonly [string, JsonObject])[]
  next: string | null
}

/**
 * One chat service. Stateless: a call knows nothing of those before; loops, retries, limits and what was read are the
 * engine's. Each call of `page` and `thread` is one request.
 */
export interface Connector {
  readonly service: ConnectionService
  /** Part of the id of its rooms, as the reader of its exports has it: both meet in one room. */
  readonly family: string
  readonly format: string
  /** Names of the secrets that it needs, and of those that it can do without. */
  readonly secrets: { needed: readonly string[]; optional: readonly string[] }
  /** Where the service is; null: people name a server. */
  readonly usualAddress: string | null
  /** How an address begins where people name no beginning, and how else it may. Default: https, http. */
  readonly schemes?: { usual: string; other: string }
  /** Limits that a request of this kind falls under. */
  paces(asked: Asked, room: string): readonly Pace[]
  /** Why these secrets are not taken, before anything is sent; null: they may be. */
  refuses(secrets: Secrets): ConnectionReason | null
  check(session: Session): Promise<Granted>
  rooms(session: Session, cursor: string | null): Promise<RoomsPage>
  /**
   * The place of an instant, where the service can read from one. Then the last weeks are read again once a day,
   * which finds what nobody is told of: threads on old messages, and edits while nobody listened.
   */
  placeAt?(at: number): string
  /** Who is who. Absent where messages say that themselves. */
  people?(session: Session, cursor: string | null): Promise<PeoplePage>
  page(session: Session, request: PageRequest): Promise<RoomPage>
  /** Absent where answers in threads stand among the other messages. */
  thread?(
    session: Session,
    request: { room: string; thread: string; reached: string | null },
  ): Promise<ThreadPage>
  /** Says something in a room, as an answer to what was said there. Absent where that is not possible. */
  say?(session: Session, answer: Answer): Promise<void>
  /**
   * Hears what happens until the signal ends it or the line breaks, then rejects. Calls `heard` for every room, also
   * for those that nobody reads; `rooms` are the ids of those that are read. Null where these secrets do not suffice:
   * rooms are looked at from time to time.
   */
  follow(
    session: Session,
    on: { connected(): void; heard(event: Heard): void; rooms(): readonly string[] },
  ): Promise<void> | null
}
