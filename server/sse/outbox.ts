import { randomBytes } from 'node:crypto'
import { sseLimits } from '../contract/limits.ts'
import type { EventLog, EventKind, NewEvent } from '../ports/event-log.ts'
import { systemClock, type Clock } from './clock.ts'
import { assertEventName } from './frame.ts'

/** What a publisher says. `data` is one JSON text. */
export interface PublishedEvent {
  room: string
  event: string
  data: string
  /** Events of one key replace each other for a slow reader; null, the default, is never dropped. */
  coalesceKey?: string | null
}

export interface OutboxOptions {
  log: Pick<EventLog, 'append' | 'announce' | 'tellHere'>
  /** Told of a log that could not be written, which is tried again. */
  onError(error: unknown): void
  clock?: Clock
  /** Default `sseLimits.maxEventBytes`. */
  maxEventBytes?: number
}

/** How long a failed append waits for its next try. */
const appendRetryMs = 1_000

/**
 * An event that may go into the log, with a key of its own.
 *
 * @throws TypeError for a name that cannot stand in a stream, RangeError for too much data
 */
export function checkedEvent(
  { room, event, data, coalesceKey = null }: PublishedEvent,
  maxBytes: number = sseLimits.maxEventBytes,
): NewEvent & { key: string } {
  assertEventName(event)
  // JSON.stringify(undefined) is undefined (rule 30).
  if (typeof data !== 'string') throw new TypeError(`The data of ${event} must be a string`)
  // UTF-8 takes at most three bytes for a UTF-16 unit, so most events need no count.
  if (data.length * 3 > maxBytes) {
    const bytes = Buffer.byteLength(data)
    if (bytes > maxBytes) {
      throw new RangeError(`The data of ${event} has ${bytes} bytes; ${maxBytes} are allowed`)
    }
  }
  return { room, event, data, coalesceKey, key: nextKey() }
}

const here = randomBytes(8).toString('base64url')
let keysGiven = 0
const nextKey = (): string => `${here}.${++keysGiven}`

/** What is said beside the transitions of reports, on its way to the log: in order, and again where that fails. */
export class Outbox {
  readonly #log: OutboxOptions['log']
  readonly #onError: (error: unknown) => void
  readonly #clock: Clock
  readonly #maxEventBytes: number
  /** Behind those on their way. */
  #waiting: NewEvent[] = []
  #failed: NewEvent[] = []
  #onTheirWay = 0
  #isSameTurn = false
  #isRetrying = false
  #listeners: (() => void)[] = []

  constructor({ log, onError, clock = systemClock, maxEventBytes }: OutboxOptions) {
    this.#log = log
    this.#onError = onError
    this.#clock = clock
    this.#maxEventBytes = maxEventBytes ?? sseLimits.maxEventBytes
  }

  /**
   * Takes an event for the log; all readers get it once it is kept.
   *
   * @throws as `checkedEvent`
   */
  publish(event: PublishedEvent): void {
    const checked = checkedEvent(event, this.#maxEventBytes)
    // Behind one whose fate is open nothing may overtake it. Those of one turn are committed together.
    const mustWait = this.#isRetrying || (this.#onTheirWay > 0 && !this.#isSameTurn)
    if (mustWait) this.#waiting.push(checked)
    else this.#append([checked])
  }

  /**
   * For the present state of something that a request can tell too: without id, not logged. A slow
   * reader gets the newest of each key, or `READ_AGAIN` where that is too much.
   */
  publishNews(event: PublishedEvent & { coalesceKey: string }): void {
    this.#announce(event, 'news')
  }

  /** As `publishNews`, for readers of this process alone, at once, and also where the log cannot be written. */
  publishHere(event: PublishedEvent & { coalesceKey: string }): void {
    const { key: _key, ...checked } = checkedEvent(event, this.#maxEventBytes)
    this.#log.tellHere([{ ...checked, kind: 'news' }])
  }

  /** For what is of no use later: without id, not logged, missed by slow readers. */
  publishTransient(event: Omit<PublishedEvent, 'coalesceKey'>): void {
    this.#announce(event, 'transient')
  }

  /** Resolves once everything that was said has been tried: what could be kept is kept and told. */
  flush(): Promise<void> {
    if (this.#onTheirWay === 0) return Promise.resolve()
    return new Promise((resolve) => this.#listeners.push(resolve))
  }

  #announce(event: PublishedEvent, kind: Exclude<EventKind, 'logged'>): void {
    const { key: _key, ...checked } = checkedEvent(event, this.#maxEventBytes)
    this.#follow(this.#log.announce([{ ...checked, kind }]), [])
  }

  #append(events: NewEvent[]): void {
    this.#follow(this.#log.append(events), events)
  }

  #follow(done: Promise<void>, events: readonly NewEvent[]): void {
    this.#onTheirWay++
    if (!this.#isSameTurn) {
      this.#isSameTurn = true
      this.#clock.soon(() => (this.#isSameTurn = false))
    }
    const settle = (): void => {
      if (--this.#onTheirWay === 0) this.#rest()
    }
    done.then(settle, (error: unknown) => {
      this.#onError(error)
      this.#failed.push(...events)
      settle()
    })
  }

  #rest(): void {
    const listeners = this.#listeners
    this.#listeners = []
    if (this.#failed.length > 0) {
      this.#waiting = newestOfEach([...this.#failed, ...this.#waiting])
      this.#failed = []
      this.#retryLater()
    } else if (!this.#isRetrying) this.#sendWaiting()
    for (const listener of listeners) listener()
  }

  #sendWaiting(): void {
    const events = this.#waiting
    this.#waiting = []
    if (events.length > 0) this.#append(events)
  }

  #retryLater(): void {
    if (this.#isRetrying) return
    this.#isRetrying = true
    this.#clock.after(appendRetryMs, () => {
      this.#isRetrying = false
      this.#sendWaiting()
    })
  }
}

/** The newest of each key is enough, so that a full disk does not fill the memory too. */
function newestOfEach(events: readonly NewEvent[]): NewEvent[] {
  const keys = new Set<string>()
  return events
    .toReversed()
    .filter(({ coalesceKey }) => {
      if (coalesceKey === null) return true
      const isNewest = !keys.has(coalesceKey)
      keys.add(coalesceKey)
      return isNewest
    })
    .toReversed()
}
