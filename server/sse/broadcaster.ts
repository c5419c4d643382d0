import type { ServerResponse } from 'node:http'
import { sseEvents, topicOfEvent } from '../contract/events.ts'
import { sseLimits } from '../contract/limits.ts'
import { AudienceIndex, follows, type Audience, type RoomSelection } from './audience.ts'
import { systemClock, type Clock } from './clock.ts'
import { joinEvents, type Chunk, type EncodedEvent, type EventKind } from './chunk.ts'
import { StreamConnection, type CloseReason } from './connection.ts'
import { formatId, type EventLogStore, type LoggedEvent } from './event-log.ts'
import { encodeFrame } from './frame.ts'
import { encodeEvent, Outbox, type PublishedEvent } from './outbox.ts'
import { newStats, type StreamStats } from './stats.ts'

export type SseLimits = { readonly [Name in keyof typeof sseLimits]: number }

export interface BroadcasterOptions {
  log: EventLogStore
  /** Which topic an event belongs to; the default is the contract's table. */
  topicOf?: (event: string) => string
  /** Overrides of `sseLimits`. */
  limits?: Partial<SseLimits>
  clock?: Clock
  /** 0 to 1, for jitter; the default is `Math.random`. */
  random?: () => number
  /** Told of what went wrong and is being mended, such as a full disk. The default is silent. */
  onError?: (error: unknown) => void
}

export interface JoinOptions {
  rooms: RoomSelection
  topics: ReadonlySet<string>
  tokenId: string
  /** Milliseconds since 1970 at which the token ends. The default is never. */
  expiresAt?: number | undefined
  /** Asked once after each pause without events; true ends the stream, and a reconnect is answered with 204. */
  isOver?: (() => boolean) | undefined
}

/** A refusal before the stream starts; the HTTP layer words it. */
export interface Refusal {
  status: 429 | 503
  code: 'too_many_requests' | 'unavailable'
  retryAfterSeconds: number
}

const pingFrame = Buffer.from(encodeFrame({ event: sseEvents.ping, data: '{}' }))
const authExpiredFrame = encodeFrame({ event: sseEvents.authExpired, data: '{}' })

/**
 * Takes events from publishers, keeps them in the log, and hands them to every stream that follows
 * their room. One tick costs one transaction, and one write for each connection.
 *
 * A slow or broken reader never blocks the publisher, nor gives it an error.
 */
export class Broadcaster {
  readonly log: EventLogStore
  readonly limits: SseLimits
  readonly clock: Clock
  readonly random: () => number
  readonly #topicOf: (event: string) => string
  readonly #onError: (error: unknown) => void
  readonly #index = new AudienceIndex<StreamConnection>()
  readonly #connections = new Set<StreamConnection>()
  readonly #perToken = new Map<string, number>()
  readonly #stats: StreamStats = newStats()
  readonly #outbox: Outbox
  #scheduled = false
  #draining = false
  #stopSweep: (() => void) | null = null
  #whenEmpty: (() => void)[] = []

  constructor(options: BroadcasterOptions) {
    this.log = options.log
    this.limits = { ...sseLimits, ...options.limits }
    this.clock = options.clock ?? systemClock
    this.random = options.random ?? Math.random
    this.#topicOf = options.topicOf ?? topicOfEvent
    this.#onError = options.onError ?? (() => {})
    this.#outbox = new Outbox({
      log: this.log,
      clock: this.clock,
      limits: this.limits,
      retry: () => this.flush(),
      onTrimFailed: this.#onError,
      onAppendFailed: (error) => {
        this.#stats.appendFailures++
        this.#onError(error)
      },
    })
  }

  /**
   * Takes an event; it is kept and sent at the end of this tick.
   *
   * @throws TypeError for a name that cannot stand in a stream, RangeError for too much data
   */
  publish(event: PublishedEvent): void {
    this.#take(event, 'logged')
  }

  /**
   * Like `publish`, for the present state of something that a request can tell too: without id, not
   * logged. A slow reader gets the newest of each key, or `READ_AGAIN` where that is too much.
   */
  publishNews(event: PublishedEvent & { coalesceKey: string }): void {
    this.#take(event, 'news')
  }

  /** Like `publish`, for what is of no use later: without id, not logged, missed by slow readers. */
  publishTransient(event: Omit<PublishedEvent, 'coalesceKey'>): void {
    this.#take(event, 'transient')
  }

  /**
   * Puts what was published so far into the log now, inside the caller's transaction if one runs. It
   * is sent at the end of this tick.
   */
  persist(): void {
    this.#outbox.persist()
  }

  /**
   * Runs a transaction in which publishers persist their end events. If it fails, its rows are rolled
   * back, so those events are forgotten, and what had been waiting before waits again.
   *
   * @throws what `transaction` throws
   */
  within(transaction: () => void): void {
    const mark = this.#outbox.mark()
    try {
      transaction()
    } catch (error) {
      this.#outbox.rewind(mark)
      throw error
    }
  }

  /** Keeps and sends everything published so far. */
  flush(): void {
    this.persist()
    this.#deliver()
  }

  /** The id a reader has to resume from in order to miss nothing that is published from now on. */
  cursor(): string {
    return formatId(this.log.epoch, this.log.lastSeq())
  }

  /** Says whether one more stream may start; null is yes. */
  refusal(tokenId: string): Refusal | null {
    if (this.#draining || this.#connections.size >= this.limits.maxConnections) {
      this.#stats.refused.unavailable++
      return { status: 503, code: 'unavailable', retryAfterSeconds: this.#retryAfterSeconds() }
    }
    if ((this.#perToken.get(tokenId) ?? 0) >= this.limits.maxConnectionsPerToken) {
      this.#stats.refused.tooMany++
      return {
        status: 429,
        code: 'too_many_requests',
        retryAfterSeconds: this.#retryAfterSeconds(),
      }
    }
    return null
  }

  /**
   * Makes a reader of a response whose head has been sent. It is closed with the response. While its
   * `catchUp` is set it gets no live events.
   */
  join(response: ServerResponse, options: JoinOptions): StreamConnection {
    const now = this.clock.now()
    const connection = new StreamConnection(response, {
      tokenId: options.tokenId,
      closeAt: now + this.limits.maxConnectionAgeMs * (0.8 + 0.2 * this.random()),
      expiresAt: options.expiresAt ?? Infinity,
      isOver: options.isOver ?? null,
      now,
    })
    connection.audience = this.#index.join(connection, options.rooms, options.topics)
    this.#connections.add(connection)
    this.#perToken.set(options.tokenId, (this.#perToken.get(options.tokenId) ?? 0) + 1)
    this.#stats.opened++
    // 'close' of the response, not of the request: that one may have fired before (rule 55).
    response.once('close', () => this.#leave(connection, 'client'))
    response.on('drain', () => connection.onDrain(this.clock.now()))
    response.once('error', () => this.#leave(connection, 'error'))
    this.#stopSweep ??= this.clock.every(this.#sweepMs(), () => this.#sweep())
    return connection
  }

  /** Whether a stream of these rooms and topics is to be shown this event. */
  matches(
    rooms: RoomSelection,
    topics: ReadonlySet<string>,
    event: Pick<LoggedEvent, 'room' | 'event'>,
  ): boolean {
    return follows(rooms, topics, event.room, this.#topicOf(event.event))
  }

  /** Passes an error to `onError`. */
  report(error: unknown): void {
    this.#onError(error)
  }

  /** Lets a stream go, for a reason that is counted. */
  disconnect(connection: StreamConnection, reason: CloseReason, lastWords = ''): void {
    if (connection.closed) return
    connection.end(
      reason === 'slow' || reason === 'write-deadline' ? 'destroy' : 'graceful',
      lastWords,
    )
    this.#leave(connection, reason)
  }

  /** Tells every stream of a token that it has ended, and ends them. */
  expireToken(tokenId: string): void {
    for (const connection of this.#connections) {
      if (connection.tokenId === tokenId) this.#expire(connection)
    }
  }

  count(counter: 'replays' | 'replayedEvents' | 'resets', by = 1): void {
    this.#stats[counter] += by
  }

  countSent(events: number, bytes: number): void {
    this.#stats.delivered += events
    this.#stats.bytes += bytes
  }

  stats(): StreamStats {
    return structuredClone({ ...this.#stats, open: this.#connections.size })
  }

  /** Entries of the indexes, for proof that nothing leaks: zero when nobody listens. */
  get indexSize(): number {
    return this.#index.size + this.#perToken.size
  }

  /**
   * Refuses new streams and ends the open ones spread over `drainWindowMs`, each with a jittered
   * `retry:`, so that the readers do not all come back in the same instant. Resolves when all are gone.
   */
  async drain(): Promise<void> {
    this.#draining = true
    this.flush()
    const { drainWindowMs } = this.limits
    const open = [...this.#connections]
    for (const connection of open) {
      const farewell = encodeFrame({ retry: this.jitteredRetry() })
      this.clock.after(drainWindowMs * 0.8 * this.random(), () =>
        this.disconnect(connection, 'drain', farewell),
      )
    }
    // A reader that does not take its last bytes must not hold up the shutdown.
    this.clock.after(drainWindowMs, () => open.forEach((connection) => connection.destroy()))
    if (this.#connections.size > 0) {
      await new Promise<void>((resolve) => this.#whenEmpty.push(resolve))
    }
    this.#stopSweep?.()
    this.#stopSweep = null
  }

  jitteredRetry(): number {
    const { retryMinMs, retryMaxMs } = this.limits
    return Math.round(retryMinMs + (retryMaxMs - retryMinMs) * this.random())
  }

  #take(event: PublishedEvent, kind: EventKind): void {
    this.#outbox.take(event, kind)
    this.#stats.published++
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.clock.soon(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  #deliver(): void {
    const touched = new Set<Audience<StreamConnection>>()
    for (const event of this.#outbox.takePersisted()) {
      let encoded: EncodedEvent | null = null
      const topic = this.#topicOf(event.event)
      const { kind, coalesceKey } = event
      for (const audience of this.#index.listeners(event.room, topic)) {
        encoded ??= { bytes: encodeEvent(this.log.epoch, event, kind), coalesceKey, kind, topic }
        audience.pending.push(encoded)
        touched.add(audience)
      }
    }
    for (const audience of touched) {
      const chunks = joinEvents(audience.pending)
      audience.pending = []
      this.#sendTo(audience, chunks)
    }
  }

  #sendTo(audience: Audience<StreamConnection>, chunks: readonly Chunk[]): void {
    const now = this.clock.now()
    for (const connection of audience.connections) {
      if (connection.catchUp !== null) {
        // One that is catching up finds these events in the log, or is told of those that are not in it.
        for (const { events } of chunks) connection.miss(events)
        continue
      }
      for (const chunk of chunks) {
        if (!connection.send(chunk, now, this.limits.maxQueuedBytes)) {
          this.disconnect(connection, 'slow')
          break
        }
        this.countSent(chunk.events.length, chunk.bytes.length)
      }
      if (connection.blocked) {
        this.#stats.queueHighWater = Math.max(this.#stats.queueHighWater, connection.waitingBytes)
      }
    }
  }

  #sweepMs(): number {
    return Math.max(1, Math.min(1_000, this.limits.pingIntervalMs / 4))
  }

  /** One timer for all connections: heartbeats, deadlines, ages and tokens (rule 45). */
  #sweep(): void {
    // First what was said in this tick: a stream must not be over before its end event has gone out.
    this.flush()
    const now = this.clock.now()
    const next = now + this.#sweepMs()
    for (const connection of this.#connections) {
      if (connection.expiresAt <= next) this.#expire(connection)
      else if (connection.isStuck(now, this.limits.writeDeadlineMs)) {
        this.disconnect(connection, 'write-deadline')
      } else if (connection.closeAt <= now) this.disconnect(connection, 'age')
      else if (connection.isOverAfterSilence(now, this.limits.overGraceMs)) {
        this.disconnect(connection, 'over')
      } else if (
        !connection.blocked &&
        now - connection.lastWriteAt >= this.limits.pingIntervalMs
      ) {
        connection.write(pingFrame, now)
        this.#stats.pings++
      }
    }
  }

  #expire(connection: StreamConnection): void {
    this.disconnect(connection, 'auth-expired', authExpiredFrame)
  }

  #leave(connection: StreamConnection, reason: CloseReason): void {
    if (!this.#connections.delete(connection)) return
    connection.closed = true
    if (connection.audience) this.#index.leave(connection, connection.audience)
    const left = (this.#perToken.get(connection.tokenId) ?? 1) - 1
    if (left > 0) this.#perToken.set(connection.tokenId, left)
    else this.#perToken.delete(connection.tokenId)
    this.#stats.closed[reason]++
    if (this.#connections.size > 0) return
    this.#stopSweep?.()
    this.#stopSweep = null
    for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }

  #retryAfterSeconds(): number {
    return Math.ceil(this.jitteredRetry() / 1_000)
  }
}
