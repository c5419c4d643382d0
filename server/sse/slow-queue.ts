import { sseEvents } from '../contract/events.ts'
import type { EncodedEvent } from './chunk.ts'
import { encodeFrame } from './frame.ts'

/** The event that tells a reader which topics it has to read by request. */
export const readAgainFrame = (topics: readonly string[]): string =>
  encodeFrame({ event: sseEvents.readAgain, data: JSON.stringify({ topics }) })

/**
 * What waits for one reader whose socket takes nothing, in order of arrival and bounded by bytes.
 *
 * Logged events all wait until that is too much, and from then on the newest of each key. News wait as
 * the newest of each key; they are the first to give way, and then `READ_AGAIN` waits in their place.
 */
export class SlowQueue {
  readonly #events = new Set<EncodedEvent>()
  readonly #newestNews = new Map<string, EncodedEvent>()
  /** Set while logged events are being coalesced. */
  #newestLogged: Map<string, EncodedEvent> | null = null
  /** Topics whose news did not fit. */
  readonly #missed = new Set<string>()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  /**
   * @param maxBytes what may wait here
   * @returns false if a logged event does not fit: the reader must be let go, and resumes by its id
   */
  add(event: EncodedEvent, maxBytes: number): boolean {
    if (event.kind === 'transient') return true
    if (event.kind === 'news') {
      this.#addNews(event, maxBytes)
      return true
    }
    return this.#addLogged(event, maxBytes)
  }

  /** The reader has missed news of this topic: what it still holds of it is of no use. */
  miss(topic: string): void {
    if (this.#missed.has(topic)) return
    this.#missed.add(topic)
    for (const [key, event] of this.#newestNews) {
      if (event.topic !== topic) continue
      this.#newestNews.delete(key)
      this.#remove(event)
    }
  }

  /** What says which topics were missed, and forgets them; null if none was. */
  takeMissed(): EncodedEvent | null {
    if (this.#missed.size === 0) return null
    const bytes = Buffer.from(readAgainFrame([...this.#missed]))
    this.#missed.clear()
    return { bytes, coalesceKey: null, kind: 'logged', topic: '' }
  }

  /** Everything, for a socket that takes again. The queue is of no use afterwards. */
  takeAll(): EncodedEvent[] {
    const missed = this.takeMissed()
    return missed === null ? [...this.#events] : [...this.#events, missed]
  }

  #addNews(event: EncodedEvent, maxBytes: number): void {
    // The reader will ask for the whole topic, later than this.
    if (this.#missed.has(event.topic)) return
    const key = event.coalesceKey ?? ''
    const older = this.#newestNews.get(key)
    if (older) this.#remove(older)
    this.#newestNews.delete(key)
    if (!this.#fits(event, maxBytes)) {
      this.miss(event.topic)
      return
    }
    this.#newestNews.set(key, event)
    this.#append(event)
  }

  #addLogged(event: EncodedEvent, maxBytes: number): boolean {
    if (this.#newestLogged === null && this.#fits(event, maxBytes)) {
      this.#append(event)
      return true
    }
    for (const { topic } of this.#newestNews.values()) this.miss(topic)
    this.#newestLogged ??= this.#coalesce()
    const { coalesceKey } = event
    if (coalesceKey !== null) {
      const older = this.#newestLogged.get(coalesceKey)
      if (older) this.#remove(older)
      this.#newestLogged.set(coalesceKey, event)
    }
    if (!this.#fits(event, maxBytes)) return false
    this.#append(event)
    return true
  }

  #coalesce(): Map<string, EncodedEvent> {
    const newest = new Map<string, EncodedEvent>()
    for (const event of this.#events) {
      if (event.coalesceKey === null || event.kind !== 'logged') continue
      const older = newest.get(event.coalesceKey)
      if (older) this.#remove(older)
      newest.set(event.coalesceKey, event)
    }
    return newest
  }

  #fits(event: EncodedEvent, maxBytes: number): boolean {
    return this.#bytes + event.bytes.length <= maxBytes
  }

  #append(event: EncodedEvent): void {
    this.#events.add(event)
    this.#bytes += event.bytes.length
  }

  #remove(event: EncodedEvent): void {
    if (this.#events.delete(event)) this.#bytes -= event.bytes.length
  }
}
