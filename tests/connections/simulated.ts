import { Budgets } from '../../server/connections/budgets.ts'
import type {
  Connector,
  ServiceAnswer,
  ServiceRequest,
} from '../../server/connections/connector.ts'
import { Reading } from '../../server/connections/reading.ts'
import { RoomProgress } from '../../server/ports/connections.ts'
import { VirtualClock } from './virtual-clock.ts'

export interface Simulated {
  connector: Connector
  rooms: readonly string[]
  secrets: Record<string, string>
  /** What the service answers at this moment of its time. */
  respond(url: URL, now: number, request: ServiceRequest): ServiceAnswer
}

/** Milliseconds that a request and its answer are on their way. */
const wayMs = 80

/**
 * Reads rooms to their beginning by the engine and a connector as they are, from a service whose time is simulated.
 * Messages are counted and kept nowhere, so that hours take seconds. Nothing is heard: only history is asked for.
 */
export async function readInSimulatedTime({ connector, rooms, secrets, respond }: Simulated) {
  const clock = new VirtualClock()
  const read = new Map<string, number>()
  const errors: unknown[] = []
  const began = clock.now()
  const reading = new Reading({
    connector: { ...connector, follow: () => null },
    session: (signal, people) => ({
      address: 'https://service.test',
      secrets,
      signal,
      people,
      async ask(request) {
        await clock.sleep(wayMs / 2, signal)
        const answer = respond(new URL(request.url), clock.now(), request)
        await clock.sleep(wayMs / 2, signal)
        return answer
      },
      socket: () => Promise.reject(new Error('not asked')),
      stream: () => Promise.reject(new Error('not asked')),
    }),
    budgets: new Budgets(),
    clock,
    store: {
      revise: ({ roomOid, messages, arrival }) => {
        // What is looked for again once a minute gives the newest page once more.
        if (arrival === 'backfill') read.set(roomOid, (read.get(roomOid) ?? 0) + messages.length)
        const totals = { roomOid, messages: 0, system: 0, duplicates: 0, participants: 0 }
        return Promise.resolve({ state: 'kept', totals, edited: 0, deleted: 0, moved: 0 } as never)
      },
      markRoom: () => Promise.resolve(true),
    },
    rooms: rooms.map((remoteId) => ({
      connectionOid: 'c',
      remoteId,
      roomOid: remoteId,
      name: remoteId,
      isPrivate: false,
      progress: RoomProgress.parse({
        gaps: [{ from: null, until: null, after: null, before: null }],
      }),
    })),
    since: null,
    onChange: () => undefined,
    onPulse: () => undefined,
    onEnded: () => Promise.resolve(),
    onRoomChanged: () => undefined,
    onPause: () => undefined,
    onError: (error) => void errors.push(error),
  })
  reading.start()
  await clock.until(() => reading.view().state === 'live')
  const spentMs = clock.now() - began
  await reading.stop()
  return { spentMs, messages: read, errors }
}

/** An answer with JSON, as a session gives it. */
export const answerOf = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ServiceAnswer => ({ status, body, headers: { get: (name) => headers[name] ?? null } })

/** So many requests in each window, which the first of them opens; more are refused until it ends. */
export class Window {
  asked = 0
  /** Requests that came while it was closed. */
  overrun = 0
  #left = 0
  #endsAt = 0
  readonly #most: number
  readonly #ms: number

  constructor(most: number, ms: number) {
    this.#most = most
    this.#ms = ms
  }

  /** @returns how many more it takes and how long it lasts; a negative number: not even this one */
  enter(now: number): { left: number; resetMs: number } {
    if (now >= this.#endsAt) {
      this.#endsAt = now + this.#ms
      this.#left = this.#most
    }
    this.asked += 1
    this.#left -= 1
    if (this.#left < 0) this.overrun += 1
    return { left: this.#left, resetMs: this.#endsAt - now }
  }

  /** The share of what it would have let through in so long a time. */
  used(spentMs: number): number {
    return this.asked / ((spentMs / this.#ms) * this.#most)
  }
}
