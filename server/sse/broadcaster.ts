import type { ServerResponse } from 'node:http'
import { accessChanged, sseEvents, topicOfEvent } from '../contract/events.ts'
import { sseLimits, type SseLimits } from '../contract/limits.ts'
import type { EventLog, Heard, LoggedEvent } from '../ports/event-log.ts'
import { AudienceIndex, follows, type Audience, type RoomSelection } from './audience.ts'
import { systemClock, type Clock } from './clock.ts'
import { joinEvents, type Chunk, type EncodedEvent } from './chunk.ts'
import { StreamConnection, type CloseReason, type IsOver } from './connection.ts'
import { encodeEvent } from './encode-event.ts'
import { renewsParts, type EventSight } from './event-sight.ts'
import { encodeFrame } from './frame.ts'
import { newStats, type StreamStats } from './stats.ts'
import { Sweep } from './sweep.ts'

export interface BroadcasterOptions {
  log: EventLog
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
  /** Asked once after each pause without events; when it is over, a reconnect is answered with 204. */
  isOver?: IsOver | undefined
  /** What it may be shown. The default is everything, for ever. */
  sight?: EventSight | undefined
}

/** A refusal before the stream starts; the HTTP layer words it. */
export interface Refusal {
  status: 429 | 503
  code: 'too_many_requests' | 'unavailable'
  retryAfterSeconds: number
}

const authExpiredFrame = encodeFrame({ event: sseEvents.authExpired, data: '{}' })

/**
 * Hands what the log tells to every stream that follows its room. What is told in one go costs one write for
 * each connection.
 *
 * A slow or broken reader never blocks who publishes, nor gives it an error.
 */
export class Broadcaster {
  readonly log: EventLog
  readonly limits: SseLimits
  readonly clock: Clock
  readonly random: () => number
  readonly #topicOf: (event: string) => string
  readonly #onError: (error: unknown) => void
  readonly #index = new AudienceIndex<StreamConnection>()
  readonly #connections = new Set<StreamConnection>()
  readonly #perToken = new Map<string, number>()
  readonly #stats: StreamStats = newStats()
  readonly #sweep: Sweep
  #epoch = ''
  #position = 0
  #sightVersion = 0
  #sinceTrim = 0
  #waiting: { seq: number; resolve: () => void }[] = []
  #draining = false
  #whenEmpty: (() => void)[] = []

  /** Follows the log from now on. */
  static async open(options: BroadcasterOptions): Promise<Broadcaster> {
    const broadcaster = new Broadcaster(options)
    const { head } = await options.log.follow((heard) => broadcaster.#hear(heard))
    broadcaster.#epoch = head.epoch
    broadcaster.#position = Math.max(broadcaster.#position, head.last)
    return broadcaster
  }

  private constructor(options: BroadcasterOptions) {
    this.log = options.log
    this.limits = { ...sseLimits, ...options.limits }
    this.clock = options.clock ?? systemClock
    this.random = options.random ?? Math.random
    this.#topicOf = options.topicOf ?? topicOfEvent
    this.#onError = options.onError ?? (() => {})
    this.#sweep = new Sweep({
      connections: this.#connections,
      limits: this.limits,
      clock: this.clock,
      disconnect: (connection, reason) => this.disconnect(connection, reason),
      expire: (connection) => this.#expire(connection),
      reached: (seq) => this.reached(seq),
      onPing: () => this.#stats.pings++,
      onError: this.#onError,
    })
  }

  /** Names the log in the ids of events. */
  get epoch(): string {
    return this.#epoch
  }

  /** The sequence of the last event that was handed to the live streams. */
  get position(): number {
    return this.#position
  }

  /** Grows whenever what somebody sees may be another: what was found out before is not to be relied on. */
  get sightVersion(): number {
    return this.#sightVersion
  }

  /** Resolves once the live streams have been handed everything up to this sequence. */
  reached(seq: number): Promise<void> {
    if (seq <= this.#position) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ seq, resolve }))
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
   * Makes a reader of a response whose head has been sent. It is closed with the response. Until it
   * `isLive` it gets no live events.
   */
  join(response: ServerResponse, options: JoinOptions): StreamConnection {
    const now = this.clock.now()
    const connection = new StreamConnection(response, {
      tokenId: options.tokenId,
      closeAt: now + this.limits.maxConnectionAgeMs * (0.8 + 0.2 * this.random()),
      expiresAt: options.expiresAt ?? Infinity,
      isOver: options.isOver ?? null,
      sight: options.sight ?? null,
      now,
    })
    const part = options.sight?.isPart === true ? options.sight : null
    connection.audience = this.#index.join(connection, options.rooms, options.topics, part)
    this.#connections.add(connection)
    this.#perToken.set(options.tokenId, (this.#perToken.get(options.tokenId) ?? 0) + 1)
    this.#stats.opened++
    // 'close' of the response, not of the request: that one may have fired before (rule 55).
    response.once('close', () => this.#leave(connection, 'client'))
    response.on('drain', () => connection.onDrain(this.clock.now()))
    response.once('error', () => this.#leave(connection, 'error'))
    this.#sweep.start()
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
      // What waits for a reader in a queue may be what the reader no longer sees.
      reason === 'slow' || reason === 'write-deadline' || (reason === 'sight' && connection.blocked)
        ? 'destroy'
        : 'graceful',
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

  count(counter: 'replays' | 'replayedEvents' | 'resets' | 'appendFailures', by = 1): void {
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
    this.#sweep.stop()
  }

  jitteredRetry(): number {
    const { retryMinMs, retryMaxMs } = this.limits
    return Math.round(retryMinMs + (retryMaxMs - retryMinMs) * this.random())
  }

  #hear({ epoch, events }: Heard): void {
    this.#epoch = epoch
    this.#stats.published += events.length
    const touched = new Set<Audience<StreamConnection>>()
    for (const event of events) {
      let encoded: EncodedEvent | null = null
      const topic = this.#topicOf(event.event)
      const { kind, coalesceKey } = event
      if (kind === 'logged') {
        this.#position = event.seq
        this.#sinceTrim++
      }
      this.#renewBy(event.event)
      for (const audience of this.#index.listeners(event.room, topic)) {
        const judged = audience.sight?.judge(event) ?? 'show'
        if (judged === 'renew') this.#renew(audience.connections)
        if (judged !== 'show') continue
        encoded ??= { bytes: encodeEvent(epoch, event), coalesceKey, kind, topic }
        audience.pending.push(encoded)
        touched.add(audience)
      }
    }
    for (const audience of touched) {
      const chunks = joinEvents(audience.pending)
      audience.pending = []
      this.#sendTo(audience, chunks)
    }
    this.#tellReached()
    this.#trimNowAndThen()
  }

  /** Ends the streams whose readers may see other rooms from now on. */
  #renewBy(event: string): void {
    if (!renewsParts(event)) return
    this.#sightVersion++
    const isForAll = event === accessChanged
    this.#renew(
      [...this.#connections].filter(({ sight }) => sight !== null && (isForAll || sight.isPart)),
    )
  }

  /** They come back, and get what they have missed as far as they may see it. */
  #renew(connections: Iterable<StreamConnection>): void {
    for (const connection of connections) this.disconnect(connection, 'sight')
  }

  #tellReached(): void {
    if (this.#waiting.length === 0) return
    const isReached = ({ seq }: { seq: number }): boolean => seq <= this.#position
    const reached = this.#waiting.filter(isReached)
    this.#waiting = this.#waiting.filter((each) => !isReached(each))
    for (const { resolve } of reached) resolve()
  }

  #trimNowAndThen(): void {
    const { eventLogMaxEvents, eventLogMaxBytes } = this.limits
    if (this.#sinceTrim < Math.max(1, eventLogMaxEvents / 50)) return
    this.#sinceTrim = 0
    this.log.trim(eventLogMaxEvents, eventLogMaxBytes).catch(this.#onError)
  }

  #sendTo(audience: Audience<StreamConnection>, chunks: readonly Chunk[]): void {
    const now = this.clock.now()
    for (const connection of audience.connections) {
      if (!connection.isLive) {
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

  #expire(connection: StreamConnection): void {
    this.disconnect(connection, 'auth-expired', authExpiredFrame)
  }

  #leave(connection: StreamConnection, reason: CloseReason): void {
    if (!this.#connections.delete(connection)) return
    connection.leave()
    if (connection.audience) this.#index.leave(connection, connection.audience)
    const left = (this.#perToken.get(connection.tokenId) ?? 1) - 1
    if (left > 0) this.#perToken.set(connection.tokenId, left)
    else this.#perToken.delete(connection.tokenId)
    this.#stats.closed[reason]++
    if (this.#connections.size > 0) return
    this.#sweep.stop()
    for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }

  #retryAfterSeconds(): number {
    return Math.ceil(this.jitteredRetry() / 1_000)
  }
}
