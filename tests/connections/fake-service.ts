import {
  ServiceError,
  type Connector,
  type Heard,
  type SaidMessage,
} from '../../server/connections/connector.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface FakeMessage {
  id: number
  at: number
  text: string
  /** All that it ever said. */
  texts: string[]
  editedAt: number | null
  deletedAt: number | null
  /** In a thread of this message, where the room has threads. */
  thread: number | null
}

/** How the service behaves at one request. */
export type Mood = 'well' | 'limited' | 'stalls' | 'breaks' | 'repeats' | 'reorders' | 'garbled'

/**
 * A chat service that is none: rooms whose messages are known, so that what was read can be compared with them. It
 * repeats, reorders, stalls, limits and breaks off as its moods say, and its socket loses what it likes.
 */
export class FakeService {
  readonly rooms = new Map<string, FakeMessage[]>()
  readonly pages: { room: string; from: string | null; at: number }[] = []
  /** Pages of the past that were answered, as `room from`. */
  readonly answered: string[] = []
  readonly closed = new Set<string>()
  /** Requests that came while it had asked for none. */
  tooEarly = 0
  pageSize = 5
  everyMs = 100
  moods: () => Mood = () => 'well'
  /** Whether the socket delivers an event. */
  delivers: () => boolean = () => true
  #closedUntil = 0
  #nextId = 1
  #listeners = new Set<{ heard(event: Heard): void; drop(error: Error): void }>()
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  say(room: string, text: string, thread: number | null = null): FakeMessage {
    const messages = this.rooms.get(room) ?? []
    this.rooms.set(room, messages)
    const id = this.#nextId++
    const at = this.#clock.now()
    const message = { id, at, text, texts: [text], editedAt: null, deletedAt: null, thread }
    messages.push(message)
    this.#tell({ type: 'said', room, said: saidOf(message) })
    return message
  }

  edit(room: string, message: FakeMessage, text: string): void {
    if (message.deletedAt !== null) return
    message.text = text
    message.texts.push(text)
    message.editedAt = Math.max(this.#clock.now(), (message.editedAt ?? 0) + 1)
    this.#tell({ type: 'said', room, said: saidOf(message) })
  }

  remove(room: string, message: FakeMessage): void {
    message.deletedAt ??= this.#clock.now()
    const amendment = { key: String(message.id), deletedAt: message.deletedAt }
    this.#tell({ type: 'amended', room, amendment })
  }

  /** Closes a room: its messages may still be read. */
  close(room: string): void {
    this.closed.add(room)
    this.#tell({ type: 'ended', room })
  }

  /** Puts the reader out of a room. */
  putOut(room: string): void {
    this.#tell({ type: 'lost', room })
  }

  /** Cuts every socket. */
  cut(): void {
    for (const { drop } of this.#listeners) drop(new ServiceError('unavailable', 'cut'))
    this.#listeners.clear()
  }

  #tell(event: Heard): void {
    if (this.delivers()) for (const { heard } of this.#listeners) heard(event)
  }

  /** What every request meets first. */
  async #enter(signal: AbortSignal): Promise<Mood> {
    if (this.#clock.now() < this.#closedUntil) this.tooEarly += 1
    const mood = this.moods()
    if (mood === 'limited') {
      this.#closedUntil = this.#clock.now() + 30_000
      throw new ServiceError('limited', 'slow down', { retryAfterMs: 30_000 })
    }
    if (mood === 'breaks') throw new ServiceError('unavailable', 'reset')
    if (mood === 'garbled') throw new ServiceError('refused', 'not JSON')
    await this.#clock.sleep(mood === 'stalls' ? 20_000 : 50, signal)
    return mood
  }

  readonly connector: Connector = {
    service: 'slack',
    family: 'slack',
    format: 'fake',
    secrets: { needed: [], optional: [] },
    usualAddress: '',
    paces: (asked) => [{ key: asked, everyMs: this.everyMs }],
    refuses: () => null,
    check: async () => ({ account: 'bot', team: 'team', missing: [], messagesPerHour: null }),
    rooms: async () => ({
      rooms: [...this.rooms.keys()].map((remoteId) => ({
        remoteId,
        name: remoteId,
        isPrivate: false,
      })),
      next: null,
    }),
    placeAt: (at) => {
      const before = [...this.rooms.values()].flat().filter((message) => message.at < at)
      return String(Math.max(0, ...before.map(({ id }) => id)))
    },
    page: async ({ signal }, { room, from, until }) => {
      this.pages.push({ room, from, at: this.#clock.now() })
      const mood = await this.#enter(signal)
      if (from !== null && until === null) this.answered.push(`${room} ${from}`)
      const all = (this.rooms.get(room) ?? []).filter(({ thread }) => thread === null)
      const [newest, oldest] = [Number(from ?? Number.MAX_SAFE_INTEGER), Number(until ?? 0)]
      const between = all.filter(({ id }) => id < newest && id > oldest)
      const page = between.slice(-this.pageSize)
      // It may give again what was read before, and in any order.
      const again = mood === 'repeats' ? all.filter(({ id }) => id >= newest).slice(0, 3) : []
      const said = [...page, ...again].map(saidOf)
      const threads = page.flatMap(({ id }) => {
        const answers = (this.rooms.get(room) ?? []).filter(({ thread }) => thread === id)
        const last = answers.at(-1)
        return last === undefined ? [] : [{ id: String(id), lastAt: last.at }]
      })
      return {
        said: mood === 'reorders' ? said.toReversed() : said,
        amendments: [],
        newest: page.length > 0 ? String(page.at(-1)!.id) : null,
        next: page.length < between.length ? String(page[0]!.id) : null,
        threads,
        hasEnded: this.closed.has(room),
      }
    },
    thread: async ({ signal }, { room, thread, reached }) => {
      await this.#enter(signal)
      const answers = (this.rooms.get(room) ?? []).filter(
        (one) => one.thread === Number(thread) && one.id > Number(reached ?? 0),
      )
      const page = answers.slice(0, this.pageSize)
      const last = page.at(-1)
      return {
        said: page.map(saidOf),
        amendments: [],
        reached: last === undefined ? reached : String(last.id),
        isMore: page.length < answers.length,
      }
    },
    follow: (session, on) =>
      new Promise((_, reject) => {
        const listener = { heard: on.heard, drop: reject }
        this.#listeners.add(listener)
        session.signal.addEventListener('abort', () => {
          this.#listeners.delete(listener)
          reject(session.signal.reason as Error)
        })
        on.connected()
      }),
  }
}

const saidOf = ({ id, at, text, editedAt, deletedAt, thread }: FakeMessage): SaidMessage => ({
  message: {
    sourceId: String(id),
    when: { at, timeSource: 'explicit' },
    author: `author ${id % 3}`,
    kind: 'message',
    text,
    replyTo: thread === null ? null : String(thread),
  },
  editedAt,
  deletedAt,
})
