import type { ServerResponse } from 'node:http'
import type { Audience } from './audience.ts'
import type { EventSight } from './event-sight.ts'
import { joinEvents, type Chunk, type EncodedEvent } from './chunk.ts'
import { SlowQueue } from './slow-queue.ts'

/** Why a stream ended; the label of the `closed` counter. */
export type CloseReason =
  | 'client'
  | 'slow'
  | 'write-deadline'
  | 'age'
  | 'auth-expired'
  | 'behind'
  | 'drain'
  | 'over'
  /** What its reader may see is to be asked again. */
  | 'sight'
  | 'error'

/** The place of the log from which on nothing more is said to this reader; null: there is more to say. */
export type IsOver = () => Promise<number | null>

/**
 * One reader. It takes what it is given as long as the socket does; then it queues, bounded. It never
 * waits and never throws, so one reader cannot hold up another.
 */
export class StreamConnection {
  readonly tokenId: string
  /** Milliseconds since 1970 at which the stream is closed, so that the token is checked again. */
  readonly closeAt: number
  /** Milliseconds since 1970 at which the token ends; Infinity if it does not. */
  readonly expiresAt: number
  /** Null: its reader sees everything, for ever. */
  readonly sight: EventSight | null
  audience: Audience<StreamConnection> | null = null
  /** False while the reader is fed from snapshot and log; live events come after that. */
  isLive = false
  /** The socket has not taken the last write yet. */
  blocked = false
  closed = false
  lastWriteAt: number
  /** When the socket last took something, while blocked. */
  blockedSince = 0
  #unsent = 0
  readonly #response: ServerResponse
  readonly #isOver: IsOver | null
  #askedWhetherOver = false
  #onDrained: (() => void) | null = null
  /** Made only when first needed, as most readers never are slow. */
  #queue: SlowQueue | null = null

  constructor(
    response: ServerResponse,
    options: {
      tokenId: string
      closeAt: number
      expiresAt: number
      isOver: IsOver | null
      sight: EventSight | null
      now: number
    },
  ) {
    this.#response = response
    this.tokenId = options.tokenId
    this.closeAt = options.closeAt
    this.expiresAt = options.expiresAt
    this.lastWriteAt = options.now
    this.#isOver = options.isOver
    this.sight = options.sight
  }

  /** Bytes that wait for this reader in our memory: our queue and what Node holds for the socket. */
  get waitingBytes(): number {
    return (this.#queue?.bytes ?? 0) + this.#response.writableLength
  }

  /**
   * Writes the chunk, or queues its events.
   *
   * @returns false if the queue cannot take them: the reader must be let go, and resumes by its id
   */
  send(chunk: Chunk, now: number, maxQueuedBytes: number): boolean {
    this.#askedWhetherOver = false
    if (!this.blocked) {
      this.write(chunk.bytes, now)
      return true
    }
    this.#queue ??= new SlowQueue()
    for (const event of chunk.events) {
      if (!this.#queue.add(event, maxQueuedBytes - this.#response.writableLength)) return false
    }
    return true
  }

  /** Notes which of these the reader cannot get any more, to be told with `missedFrame`. */
  miss(events: readonly EncodedEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'news') continue
      this.#queue ??= new SlowQueue()
      this.#queue.miss(event.topic)
    }
  }

  /** What tells the reader of what it has missed so far; null if it has missed nothing. */
  missedFrame(): Buffer | null {
    return this.#queue?.takeMissed()?.bytes ?? null
  }

  write(bytes: Buffer | string, now: number): void {
    this.lastWriteAt = now
    if (this.#response.write(bytes)) return
    this.blocked = true
    this.blockedSince = now
    this.#unsent = this.#response.writableLength
  }

  /** The socket has drained: hands over what has waited, until it blocks again. */
  onDrain(now: number): void {
    if (this.closed) return
    this.blocked = false
    if (this.isLive) this.#flushQueue(now)
    else this.#wake()
  }

  /** Resolves once the socket takes again, or is gone. For one reader at a time. */
  drained(): Promise<void> {
    return new Promise((resolve) => (this.#onDrained = resolve))
  }

  #wake(): void {
    this.#onDrained?.()
    this.#onDrained = null
  }

  #flushQueue(now: number): void {
    if (this.#queue === null) return
    const events = this.#queue.takeAll()
    this.#queue = null
    for (const chunk of joinEvents(events)) {
      if (this.blocked) this.send(chunk, now, Infinity)
      else this.write(chunk.bytes, now)
    }
  }

  /** Whether a blocked socket has taken nothing since `blockedSince`. Call it at every sweep. */
  isStuck(now: number, deadlineMs: number): boolean {
    if (!this.blocked) return false
    // A slow but living reader takes a little at a time, without a drain for a long while.
    if (this.#response.writableLength < this.#unsent) {
      this.#unsent = this.#response.writableLength
      this.blockedSince = now
      return false
    }
    return now - this.blockedSince >= deadlineMs
  }

  /** What tells whether the stream is over; null where it need not be asked. Asked once in each silence. */
  askAfterSilence(now: number, graceMs: number): IsOver | null {
    if (this.#isOver === null || this.#askedWhetherOver || this.blocked || !this.isLive) return null
    if (now - this.lastWriteAt < graceMs) return null
    this.#askedWhetherOver = true
    return this.#isOver
  }

  /** Nothing has been sent since it was asked whether the stream is over. */
  get isSilent(): boolean {
    return this.#askedWhetherOver
  }

  /** Ends the response, politely or not. The caller takes it out of the indexes. */
  end(how: 'graceful' | 'destroy', lastWords = ''): void {
    this.leave()
    if (how === 'destroy') this.#response.destroy()
    else if (lastWords === '') this.#response.end()
    else this.#response.end(lastWords)
  }

  /** The response has gone, or goes. */
  leave(): void {
    this.closed = true
    this.#queue = null
    this.#wake()
  }

  destroy(): void {
    this.#response.destroy()
  }
}
