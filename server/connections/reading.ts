import type { Connections, ConnectedRoom, RoomProgress } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Amendment, Arrival, Revision } from '../ports/revisions.ts'
import { backoff, type Budgets, type Clock } from './budgets.ts'
import {
  ServiceError,
  type Connector,
  type Heard,
  type SaidMessage,
  type Session,
} from './connector.ts'
import { connectionLimits } from './limits.ts'
import {
  afterPage,
  afterThread,
  isUpToDate,
  missed,
  nextTask,
  taskOrder,
  type RoomTask,
} from './progress.ts'
import { readPeople } from './people.ts'
import { revisedMessage } from './revised.ts'

/** What a connection is doing. `needs_person`: it will not go on by itself. */
export type ReadingState = 'reading' | 'live' | 'unreachable' | 'needs_person'

export interface ReadingView {
  state: ReadingState
  /** What the server said last that stands in the way; null: nothing does. */
  error: ServiceError | null
  /** It hears what happens while it happens. */
  isFollowing: boolean
  /** Instant of the next request, where all rooms wait for it; null: none is waiting. */
  nextRequestAt: number | null
  rooms: readonly { room: ConnectedRoom; isUpToDate: boolean }[]
}

export interface ReadingOptions {
  connector: Connector
  session(signal: AbortSignal, people: Session['people']): Session
  budgets: Budgets
  clock: Clock
  store: Pick<Messages, 'revise'> & Pick<Connections, 'markRoom'>
  rooms: readonly ConnectedRoom[]
  /** Milliseconds since 1970; nothing older is kept. Null: everything is. */
  since: number | null
  /** Something of `view` is another. */
  onChange(): void
  /** Messages of a room have come, or are others. */
  onRoomChanged(roomOid: string): void
  /** The service wants to be left alone for so long that a restart must know. */
  onPause(): void
  /** A store that fails is tried again. */
  onError(error: unknown): void
}

interface Room {
  kept: ConnectedRoom
  /** As it is in the store, as JSON. */
  stored: string
  /** A task of it is under way: what is heard meanwhile waits, for it may be newer. */
  isBusy: boolean
  servedAt: number
  retryAt: number
  failures: number
  lookedAt: number
  addedAt: number
  said: SaidMessage[]
  amendments: Amendment[]
}

/** Reads the rooms of one connection: what was missed, what was said before, and what happens. */
export class Reading {
  readonly #options: ReadingOptions
  readonly #stop = new AbortController()
  readonly #rooms = new Map<string, Room>()
  readonly #running = new Set<Promise<void>>()
  #isFollowing = false
  #error: ServiceError | null = null
  #wake: () => void = () => undefined
  #triedToFollow: () => void = () => undefined
  readonly #hasTriedToFollow = new Promise<void>((resolve) => (this.#triedToFollow = resolve))
  #isGathering = false
  #people: Session['people'] = new Map()
  #outages = 0
  #nextRequestAt: number | null = null

  constructor(options: ReadingOptions) {
    this.#options = options
    for (const room of options.rooms) this.add(room)
  }

  start(): void {
    this.#keep(this.#pump())
    this.#keep(this.#listen())
  }

  /** Resolves once nothing is written any more. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#triedToFollow()
    this.#wake()
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }

  add(kept: ConnectedRoom): void {
    // What was said while nobody listened has to be looked for.
    const progress = missed(kept.progress)
    this.#rooms.set(kept.remoteId, {
      kept: { ...kept, progress },
      stored: comparable(kept.progress),
      isBusy: false,
      servedAt: 0,
      retryAt: 0,
      failures: 0,
      lookedAt: this.#options.clock.now(),
      addedAt: kept.progress.readAt ?? this.#options.clock.now(),
      said: [],
      amendments: [],
    })
    this.#wake()
  }

  remove(remoteId: string): void {
    this.#rooms.delete(remoteId)
    this.#options.onChange()
  }

  view(): ReadingView {
    const rooms = [...this.#rooms.values()].map(({ kept }) => ({
      room: kept,
      isUpToDate: isUpToDate(kept.progress),
    }))
    const isDone = rooms.every(
      ({ room }) => room.progress.stopped !== null || room.progress.gaps.length === 0,
    )
    const kind = this.#error?.kind
    const state =
      kind === 'unauthorized'
        ? 'needs_person'
        : kind === 'unavailable'
          ? 'unreachable'
          : isDone
            ? 'live'
            : 'reading'
    return {
      state,
      error: this.#error,
      isFollowing: this.#isFollowing,
      nextRequestAt: this.#nextRequestAt,
      rooms,
    }
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.onError(error)
      })
      .finally(() => this.#running.delete(kept))
    this.#running.add(kept)
  }

  #session(): Session {
    return this.#options.session(this.#stop.signal, this.#people)
  }

  /** Starts what may be asked now, and sleeps until more may. */
  async #pump(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stop
    // What happens while the rooms are looked through is heard, so that nothing falls between the two.
    await this.#hasTriedToFollow
    this.#people = await readPeople({
      ...this.#options,
      session: () => this.#session(),
      signal: this.#stop.signal,
      onUnauthorized: (error) => {
        this.#error = error
        this.#options.onChange()
      },
    })
    while (!signal.aborted && this.#error?.kind !== 'unauthorized') {
      const wakeAt = this.#startAll()
      await this.#sleepUntil(wakeAt, clock)
    }
  }

  /** Returns when there is something to be done again. */
  #startAll(): number {
    const { clock, budgets, connector } = this.#options
    const now = clock.now()
    let wakeAt = now + connectionLimits.catchUpMs
    let askAt: number | null = null
    const atOnce = (): number => [...this.#rooms.values()].filter(({ isBusy }) => isBusy).length
    const waiting = [...this.#rooms.values()].flatMap((room) => {
      if (room.isBusy) return []
      this.#lookAgain(room, now)
      const task = nextTask(room.kept.progress, now)
      return task === null ? [] : [{ room, task }]
    })
    waiting.sort(
      (a, b) =>
        taskOrder[a.task.type] - taskOrder[b.task.type] || a.room.servedAt - b.room.servedAt,
    )
    let running = atOnce()
    for (const { room, task } of waiting) {
      if (running >= connectionLimits.maxAtOnce) break
      const asked = task.type === 'thread' ? 'thread' : 'page'
      const paces = connector.paces(asked, room.kept.remoteId)
      const readyAt = Math.max(room.retryAt, budgets.readyAt(paces))
      if (readyAt > now) {
        wakeAt = Math.min(wakeAt, readyAt)
        askAt = Math.min(askAt ?? readyAt, readyAt)
        continue
      }
      budgets.take(paces, now)
      room.isBusy = true
      room.servedAt = now
      running += 1
      this.#keep(this.#serve(room, task))
    }
    for (const room of this.#rooms.values()) {
      if (!room.isBusy) wakeAt = Math.min(wakeAt, Math.max(this.#nextLook(room), room.retryAt))
    }
    const before = this.#nextRequestAt
    this.#nextRequestAt = running > 0 ? null : askAt
    if (this.#nextRequestAt !== before) this.#options.onChange()
    return wakeAt
  }

  #nextLook({ lookedAt, kept }: Room): number {
    if (kept.progress.stopped !== null) return Number.POSITIVE_INFINITY
    return lookedAt + (this.#isFollowing ? connectionLimits.catchUpMs : connectionLimits.pollMs)
  }

  /** Sockets are hints: from time to time everything is looked through. */
  #lookAgain(room: Room, now: number): void {
    if (now < this.#nextLook(room)) return
    room.lookedAt = now
    const { progress } = room.kept
    const place = this.#options.connector.placeAt?.(now - connectionLimits.threadMs)
    const isDeep =
      place !== undefined && now - (progress.deepAt ?? room.addedAt) >= connectionLimits.deepMs
    room.kept = { ...room.kept, progress: missed(progress, isDeep ? { place, now } : null) }
  }

  /** `#wake` ends it early. */
  async #sleepUntil(wakeAt: number, clock: Clock): Promise<void> {
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    if (this.#stop.signal.aborted) return
    const ms = Math.max(0, Math.min(wakeAt - clock.now(), connectionLimits.catchUpMs))
    await clock.sleep(ms, woken.signal).catch(() => undefined)
  }

  async #serve(room: Room, task: RoomTask): Promise<void> {
    try {
      await (task.type === 'thread' ? this.#readThread(room, task) : this.#readPage(room, task))
      room.failures = 0
      this.#settle()
    } catch (error) {
      this.#failed(room, task, error)
    } finally {
      room.isBusy = false
      await this.#writeHeard(room)
      this.#wake()
    }
  }

  async #readPage(
    room: Room,
    { gap, type }: RoomTask & { type: 'catchup' | 'backfill' },
  ): Promise<void> {
    const { connector, budgets, clock, since } = this.#options
    const { remoteId } = room.kept
    const session = this.#session()
    const page = await connector.page(session, {
      room: remoteId,
      from: gap.from,
      until: gap.until,
      since,
    })
    budgets.restFor(connector.paces('page', remoteId)[0]?.key, page.restMs ?? 0, clock.now())
    const said = page.said.filter(isWanted(since))
    const progress = afterPage(room.kept.progress, gap, page, { now: clock.now(), since })
    const isPast = type === 'backfill' || gap.until === null
    await this.#keepRead(room, progress, isPast ? 'backfill' : 'catchup', { ...page, said })
    if (gap.until !== null || gap.from === null) room.lookedAt = clock.now()
  }

  async #readThread(room: Room, { thread }: RoomTask & { type: 'thread' }): Promise<void> {
    const { connector, budgets, clock, since } = this.#options
    const { remoteId } = room.kept
    if (connector.thread === undefined) return
    const session = this.#session()
    const asked = { room: remoteId, thread: thread.id, reached: thread.reached }
    const page = await connector.thread(session, asked).catch((error: unknown) => {
      // It was deleted, or is no longer for us; whether its room is, the room itself tells.
      if (!(error instanceof ServiceError) || !threadIsOver.includes(error.kind)) throw error
      return { said: [], amendments: [], reached: thread.reached, isMore: false, restMs: 0 }
    })
    budgets.restFor(connector.paces('thread', remoteId)[0]?.key, page.restMs ?? 0, clock.now())
    const said = page.said.filter(isWanted(since))
    const progress = afterThread(room.kept.progress, thread, page, clock.now())
    await this.#keepRead(room, progress, thread.reached === null ? 'backfill' : 'catchup', {
      ...page,
      said,
    })
  }

  /** Messages and how far they were read, in one transaction. */
  async #keepRead(
    room: Room,
    progress: RoomProgress,
    arrival: Arrival,
    { said, amendments }: { said: readonly SaidMessage[]; amendments: readonly Amendment[] },
  ): Promise<void> {
    const next = comparable(progress)
    const messages = said
      .map(revisedMessage)
      .toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const isNews = messages.length > 0 || amendments.length > 0 || next !== room.stored
    const { connectionOid, remoteId } = room.kept
    const mark = { connectionOid, remoteId, progress }
    if (isNews && !(await this.#revise(room, { arrival, messages, amendments, mark }))) return
    room.stored = next
    room.kept = { ...room.kept, progress }
    this.#options.onChange()
  }

  /** @returns false where it could not be kept */
  async #revise(room: Room, revision: Omit<Revision, 'roomOid'>): Promise<boolean> {
    const { roomOid } = room.kept
    const outcome = await this.#options.store.revise({ roomOid, ...revision })
    if (outcome.state === 'busy') {
      room.retryAt = this.#options.clock.now() + connectionLimits.busyMs
      return false
    }
    if (outcome.state !== 'kept') {
      await this.#stopRoom(room, 'connection_room_deleted')
      return false
    }
    const { totals, edited, deleted } = outcome
    const { messages, system } = totals
    if (messages + system + edited + deleted > 0) this.#options.onRoomChanged(roomOid)
    return true
  }

  async #stopRoom(room: Room, stopped: string): Promise<void> {
    const { connectionOid, remoteId } = room.kept
    room.kept = { ...room.kept, progress: { ...room.kept.progress, stopped } }
    await this.#options.store.markRoom({ connectionOid, remoteId, progress: room.kept.progress })
    this.#options.onChange()
  }

  #failed(room: Room, task: RoomTask, error: unknown): void {
    if (this.#stop.signal.aborted) return
    const { connector, budgets, clock, onError, onPause, onChange } = this.#options
    room.failures += 1
    room.retryAt = clock.now() + backoff(room.failures)
    if (!(error instanceof ServiceError)) return onError(error)
    if (error.kind === 'limited') {
      room.retryAt = 0
      const [pace] = connector.paces(task.type === 'thread' ? 'thread' : 'page', room.kept.remoteId)
      const ms = Math.max(error.retryAfterMs, connectionLimits.retryMs)
      budgets.restFor(error.isGlobal ? '' : pace?.key, ms, clock.now())
      return onPause()
    }
    if (error.kind === 'forbidden')
      return this.#keep(this.#stopRoom(room, 'connection_room_forbidden'))
    if (error.kind === 'gone') return this.#keep(this.#stopRoom(room, 'connection_room_gone'))
    this.#error = error
    // A server in trouble is asked less and less, by all rooms together.
    if (error.kind === 'unavailable') {
      room.retryAt = 0
      this.#outages += 1
      budgets.restFor('', backoff(this.#outages), clock.now())
    }
    onChange()
  }

  #settle(): void {
    this.#outages = 0
    if (this.#error === null || this.#error.kind === 'unauthorized') return
    this.#error = null
    this.#options.onChange()
  }

  async #listen(): Promise<void> {
    const { clock, connector, budgets } = this.#options
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted;) {
      const wait = budgets.readyAt([followPace]) - clock.now()
      if (wait > 0) {
        // The rooms need not wait for it.
        this.#triedToFollow()
        await clock.sleep(wait, signal).catch(() => undefined)
        if (signal.aborted) return
      }
      const session = this.#session()
      const following = connector.follow(session, {
        connected: () => {
          failures = 0
          this.#isFollowing = true
          this.#triedToFollow()
          for (const room of this.#rooms.values()) this.#gap(room)
          this.#settle()
          this.#options.onChange()
        },
        heard: (event) => this.#hear(event),
        rooms: () => [...this.#rooms.keys()],
      })
      if (following === null) return this.#triedToFollow()
      try {
        await following
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof ServiceError) {
          if (error.kind === 'unauthorized' || error.kind === 'unavailable') this.#error = error
          if (error.kind === 'refused' || error.kind === 'unauthorized') return this.#endFollowing()
          const { retryAfterMs: pause } = error
          // Known to the rooms, and to the next process.
          budgets.restFor(error.isGlobal ? '' : followPace.key, pause, clock.now())
          if (pause > 0) this.#options.onPause()
        } else this.#options.onError(error)
      }
      failures += 1
      this.#endFollowing()
      await clock.sleep(backoff(failures), signal).catch(() => undefined)
    }
  }

  #endFollowing(): void {
    this.#isFollowing = false
    this.#triedToFollow()
    this.#options.onChange()
    this.#wake()
  }

  #gap(room: Room): void {
    room.lookedAt = 0
    this.#wake()
  }

  #hear(event: Heard): void {
    const room = this.#rooms.get(event.room)
    if (room === undefined || room.kept.progress.stopped !== null) return
    if (event.type === 'gap') return this.#gap(room)
    if (event.type === 'lost') return this.#keep(this.#stopRoom(room, 'connection_room_forbidden'))
    if (event.type === 'renamed') {
      room.kept = { ...room.kept, name: event.name }
      return this.#options.onChange()
    }
    if (event.type === 'said') room.said.push(event.said)
    else room.amendments.push(event.amendment)
    if (room.said.length > connectionLimits.maxBuffered) {
      room.said = []
      this.#gap(room)
    }
    if (!this.#isGathering) this.#keep(this.#gather())
  }

  async #gather(): Promise<void> {
    this.#isGathering = true
    await this.#options.clock
      .sleep(connectionLimits.gatherMs, this.#stop.signal)
      .catch(() => undefined)
    this.#isGathering = false
    if (this.#stop.signal.aborted) return
    for (const room of this.#rooms.values()) {
      if (!room.isBusy) await this.#writeHeard(room)
    }
  }

  /** What was heard of a room; what cannot be kept now is heard again, or looked for. */
  async #writeHeard(room: Room): Promise<void> {
    const { said, amendments } = room
    if (said.length + amendments.length === 0 || this.#stop.signal.aborted) return
    room.said = []
    room.amendments = []
    const { since } = this.#options
    const messages = said.filter(isWanted(since)).map(revisedMessage)
    const isKept = await this.#revise(room, { arrival: 'live', messages, amendments }).catch(
      (error: unknown) => {
        this.#options.onError(error)
        return false
      },
    )
    if (isKept || room.kept.progress.stopped !== null) return
    room.amendments = [...amendments, ...room.amendments]
    this.#gap(room)
  }
}

const threadIsOver: readonly ServiceError['kind'][] = ['gone', 'forbidden']

/** Sockets are opened by a request of their own, whose limits are no other's. */
const followPace = { key: 'follow', everyMs: 0 }

/** All but when it was looked at, which alone is worth no writing. */
const comparable = (progress: RoomProgress): string =>
  JSON.stringify({
    ...progress,
    readAt: null,
    threads: progress.threads.map((thread) => ({
      ...thread,
      lookedAt: Math.min(1, thread.lookedAt),
    })),
  })

/** Whether a message is not older than what is kept. */
const isWanted =
  (since: number | null) =>
  ({ message: { when } }: SaidMessage): boolean =>
    since === null || (when.at ?? since) >= since
