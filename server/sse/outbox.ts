import type { Clock } from './clock.ts'
import { encodeFrame, assertEventName } from './frame.ts'
import type { EventKind } from './chunk.ts'
import { formatId, type EventLogStore, type LoggedEvent } from './event-log.ts'

/** What a publisher says. `data` is one JSON text. */
export interface PublishedEvent {
  room: string
  event: string
  data: string
  /** Events of one key replace each other for a slow reader; null, the default, is never dropped. */
  coalesceKey?: string | null
}

/** An event on its way from its publisher to the readers. */
export interface OutgoingEvent extends LoggedEvent {
  /** All but `logged` go out without id. */
  kind: EventKind
}

export interface OutboxOptions {
  log: EventLogStore
  clock: Clock
  limits: { maxEventBytes: number; eventLogMaxEvents: number; eventLogMaxBytes: number }
  /** An append failed; it is tried again with `retry`. */
  onAppendFailed: (error: unknown) => void
  /** The log could not be trimmed; it is tried again later. */
  onTrimFailed: (error: unknown) => void
  /** Asks for another `persist` and delivery. */
  retry: () => void
}

/** What was waiting at one moment. */
export interface OutboxMark {
  pending: readonly OutgoingEvent[]
  /** How many were in the log already. */
  persisted: number
}

/** How long a failed append waits for its next try. */
const appendRetryMs = 1_000

/** Where events wait until they are in the log, and then until they are handed to the readers. */
export class Outbox {
  readonly #options: OutboxOptions
  /** Not yet in the log. */
  #pending: OutgoingEvent[] = []
  /** In the log, not yet handed over. */
  #persisted: OutgoingEvent[] = []
  #sinceTrim = 0
  #isRetrying = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** @throws TypeError for a name that cannot stand in a stream, RangeError for too much data */
  take({ room, event, data, coalesceKey = null }: PublishedEvent, kind: EventKind): void {
    assertEventName(event)
    // JSON.stringify(undefined) is undefined (rule 30).
    if (typeof data !== 'string') throw new TypeError(`The data of ${event} must be a string`)
    this.#assertSize(event, data)
    this.#pending.push({ room, event, data, coalesceKey, kind, seq: 0 })
  }

  /** Puts everything taken so far into the log, inside the caller's transaction if one runs. */
  persist(): void {
    if (this.#pending.length === 0) return
    const { log } = this.#options
    const taken = this.#pending
    const logged = taken.filter(({ kind }) => kind === 'logged')
    let seq = log.lastSeq()
    for (const event of logged) event.seq = ++seq
    if (logged.length > 0) {
      try {
        log.append(logged)
      } catch (error) {
        this.#keepForNextTry(logged, error)
        // What is in no log needs none.
        for (const event of taken) if (event.kind !== 'logged') this.#persisted.push(event)
        return
      }
    }
    this.#pending = []
    for (const event of taken) this.#persisted.push(event)
    this.#trimNowAndThen(logged.length)
  }

  /** Where the outbox stands, to `rewind` to. */
  mark(): OutboxMark {
    return { pending: [...this.#pending], persisted: this.#persisted.length }
  }

  /** Forgets all that was taken and persisted since `mark`: the transaction around it has failed. */
  rewind({ pending, persisted }: OutboxMark): void {
    this.#pending = [...pending]
    this.#persisted.length = persisted
    this.#options.log.reread()
  }

  /** Gives out what is in the log and has not been handed over yet. */
  takePersisted(): readonly OutgoingEvent[] {
    const events = this.#persisted
    if (events.length > 0) this.#persisted = []
    return events
  }

  #assertSize(event: string, data: string): void {
    const { maxEventBytes } = this.#options.limits
    // UTF-8 takes at most three bytes for a UTF-16 unit, so most events need no count.
    if (data.length * 3 <= maxEventBytes) return
    const bytes = Buffer.byteLength(data)
    if (bytes > maxEventBytes) {
      throw new RangeError(`The data of ${event} has ${bytes} bytes; ${maxEventBytes} are allowed`)
    }
  }

  #keepForNextTry(logged: readonly OutgoingEvent[], error: unknown): void {
    this.#options.onAppendFailed(error)
    // The newest of each key is enough, so that a full disk does not fill the memory too.
    const keys = new Set<string>()
    this.#pending = logged
      .toReversed()
      .filter(({ coalesceKey }) => {
        if (coalesceKey === null) return true
        const isNewest = !keys.has(coalesceKey)
        keys.add(coalesceKey)
        return isNewest
      })
      .toReversed()
    if (this.#isRetrying) return
    this.#isRetrying = true
    this.#options.clock.after(appendRetryMs, () => {
      this.#isRetrying = false
      this.#options.retry()
    })
  }

  #trimNowAndThen(added: number): void {
    const { log, limits, onTrimFailed } = this.#options
    this.#sinceTrim += added
    if (this.#sinceTrim < Math.max(1, limits.eventLogMaxEvents / 50)) return
    this.#sinceTrim = 0
    try {
      log.trim(limits.eventLogMaxEvents, limits.eventLogMaxBytes)
    } catch (error) {
      onTrimFailed(error)
    }
  }
}

/** The bytes of one event, with its id if it is in the log. */
export function encodeEvent(
  epoch: string,
  { event, data, seq }: Pick<LoggedEvent, 'event' | 'data' | 'seq'>,
  kind: EventKind = 'logged',
): Buffer {
  return Buffer.from(
    encodeFrame(kind === 'logged' ? { event, id: formatId(epoch, seq), data } : { event, data }),
  )
}
