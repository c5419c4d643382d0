import type { JsonObject } from '../imports/reading/values.ts'
import type { ConnectedRoom } from '../ports/connections.ts'
import { backoff, type Budgets, type Clock } from './budgets.ts'
import { chooseTasks } from './choosing.ts'
import {
  ServiceError,
  type Connector,
  type Heard,
  type SaidMessage,
  type Session,
} from './connector.ts'
import { Keeping, type KeepingOptions } from './keeping.ts'
import { connectionLimits } from './limits.ts'
import { listen } from './listening.ts'
import { afterPage, afterThread, isUpToDate, type RoomTask } from './progress.ts'
import { readPeople } from './people.ts'
import { toRoom, type Room } from './reading-room.ts'
import { stateOf, type ReadingView } from './reading-view.ts'

export interface ReadingOptions extends KeepingOptions {
  connector: Connector
  session(signal: AbortSignal, people: Session['people']): Session
  budgets: Budgets
  rooms: readonly ConnectedRoom[]
  /** A room has ended: it was left, closed or replaced. Called again where that was not done before the end. */
  onEnded(roomOid: string): Promise<void>
  /** Something was said in a room that is read, and heard while it happened. Default: nobody is told. */
  onSaid?(room: ConnectedRoom, said: SaidMessage): void
  /** The service wants to be left alone for so long that a restart must know. */
  onPause(): void
  /** A store that fails is tried again. */
  onError(error: unknown): void
}

/** Reads the rooms of one connection: what was missed, what was said before, and what happens. */
export class Reading {
  readonly #options: ReadingOptions
  readonly #keeping: Keeping
  readonly #stop = new AbortController()
  readonly #rooms = new Map<string, Room>()
  readonly #running = new Set<Promise<void>>()
  #isFollowing = false
  #error: ServiceError | null = null
  #wake: () => void = () => undefined
  #triedToFollow: () => void = () => undefined
  readonly #hasTriedToFollow = new Promise<void>((resolve) => (this.#triedToFollow = resolve))
  #isGathering = false
  readonly #people = new Map<string, JsonObject>()
  #outages = 0
  #nextRequestAt: number | null = null

  constructor(options: ReadingOptions) {
    this.#options = options
    this.#keeping = new Keeping(options)
    for (const room of options.rooms) this.add(room)
  }

  start(): void {
    this.#keep(this.#pump())
    for (const room of this.#rooms.values()) this.#keep(this.#tellEnd(room))
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
    const room = toRoom(kept, this.#options.clock.now())
    this.#rooms.set(kept.remoteId, room)
    this.#wake()
  }

  remove(remoteId: string): void {
    this.#rooms.delete(remoteId)
    this.#options.onChange()
  }

  view(): ReadingView {
    const now = this.#options.clock.now()
    const rooms = [...this.#rooms.values()].map(({ kept, isHeard, pace }) => ({
      room: kept,
      isUpToDate: isUpToDate(kept.progress),
      isHeard,
      messagesPerMinute: pace.perMinute(now),
    }))
    return {
      state: stateOf(this.#error, rooms),
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
    const people = await readPeople({
      ...this.#options,
      session: () => this.#session(),
      signal: this.#stop.signal,
      onUnauthorized: (error) => {
        this.#error = error
        this.#options.onChange()
      },
    })
    // Whoever listens has been given this map already.
    for (const [id, person] of people) this.#people.set(id, person)
    while (!signal.aborted && this.#error?.kind !== 'unauthorized') {
      const wakeAt = this.#startAll()
      await this.#sleepUntil(wakeAt, clock)
    }
  }

  /** Returns when there is something to be done again. */
  #startAll(): number {
    const { clock, budgets, connector, onChange } = this.#options
    const choosing = { rooms: this.#rooms, connector, budgets, isFollowing: this.#isFollowing }
    const { starts, wakeAt, askAt } = chooseTasks(choosing, clock.now())
    for (const { room, task } of starts) this.#keep(this.#serve(room, task))
    if (this.#nextRequestAt !== askAt) {
      this.#nextRequestAt = askAt
      onChange()
    }
    return wakeAt
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
      await this.#tellEnd(room)
      this.#wake()
    }
  }

  async #readPage(
    room: Room,
    { gap, type }: RoomTask & { type: 'catchup' | 'backfill' },
  ): Promise<void> {
    const { connector, budgets, clock, since } = this.#options
    const { remoteId } = room.kept
    const { lookedAt } = room
    const session = this.#session()
    const page = await connector.page(session, {
      room: remoteId,
      from: gap.from,
      until: gap.until,
      since,
    })
    budgets.restFor(connector.paces('page', remoteId)[0]?.key, page.restMs ?? 0, clock.now())
    const progress = afterPage(room.kept.progress, gap, page, { now: clock.now(), since })
    const isPast = type === 'backfill' || gap.until === null
    await this.#keeping.read(room, progress, isPast ? 'backfill' : 'catchup', page)
    // Something that was missed while the page was on its way is still to be looked for.
    if (room.lookedAt !== lookedAt) return
    if (gap.until !== null || gap.from === null) room.lookedAt = clock.now()
    room.isHeard = this.#isFollowing && isUpToDate(room.kept.progress)
  }

  async #readThread(room: Room, { thread }: RoomTask & { type: 'thread' }): Promise<void> {
    const { connector, budgets, clock } = this.#options
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
    const progress = afterThread(room.kept.progress, thread, page, clock.now())
    const arrival = thread.reached === null ? 'backfill' : 'catchup'
    await this.#keeping.read(room, progress, arrival, page)
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
    if (error.kind === 'gone') return this.#keep(this.#end(room, 'connection_room_gone'))
    if (error.kind === 'forbidden') {
      // Who has lost a right has left no room.
      return this.#keep(
        error.reason?.code === 'connection_room_not_member'
          ? this.#end(room, error.reason.code)
          : this.#keeping.mark(room, { stopped: 'connection_room_forbidden' }),
      )
    }
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

  #listen(): Promise<void> {
    return listen({
      ...this.#options,
      signal: this.#stop.signal,
      session: () => this.#session(),
      rooms: () => [...this.#rooms.keys()],
      onConnected: () => {
        this.#isFollowing = true
        this.#triedToFollow()
        for (const room of this.#rooms.values()) this.#gap(room)
        this.#settle()
        this.#options.onChange()
      },
      onHeard: (event) => this.#hear(event),
      onEnd: () => this.#endFollowing(),
      onTrouble: (error) => (this.#error = error),
    })
  }

  #endFollowing(): void {
    this.#isFollowing = false
    for (const room of this.#rooms.values()) room.isHeard = false
    this.#triedToFollow()
    this.#options.onChange()
    this.#wake()
  }

  #gap(room: Room): void {
    room.lookedAt = 0
    room.isHeard = false
    this.#wake()
  }

  #hear(event: Heard): void {
    const room = this.#rooms.get(event.room)
    if (room === undefined || room.kept.progress.stopped !== null) return
    if (event.type === 'gap') return this.#gap(room)
    if (event.type === 'lost') return this.#keep(this.#end(room, 'connection_room_forbidden'))
    if (event.type === 'ended') return this.#keep(this.#end(room, null))
    if (event.type === 'renamed') {
      room.kept = { ...room.kept, name: event.name }
      return this.#options.onChange()
    }
    if (event.type === 'said') {
      room.said.push(event.said)
      this.#options.onSaid?.(room.kept, event.said)
    } else room.amendments.push(event.amendment)
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
    const isKept = await this.#keeping.heard(room, said, amendments).catch((error: unknown) => {
      this.#options.onError(error)
      return false
    })
    const { progress } = room.kept
    // Where people talk again, it may end again.
    if (isKept && said.length > 0 && progress.end === 'told') {
      room.kept = { ...room.kept, progress: { ...progress, end: null } }
    }
    if (isKept || progress.stopped !== null) return
    room.amendments = [...amendments, ...room.amendments]
    this.#gap(room)
  }

  /** @param stopped why nothing more can be read of it; null: what was said can be read on */
  async #end(room: Room, stopped: string | null): Promise<void> {
    const { progress } = room.kept
    if (stopped === null && progress.end !== null) return
    room.kept = { ...room.kept, progress: { ...progress, end: 'noticed' } }
    // What was said last belongs to it.
    if (!room.isBusy) await this.#writeHeard(room)
    const change = stopped === null ? {} : { stopped }
    await this.#keeping.mark(room, { ...change, end: 'noticed' })
    await this.#tellEnd(room)
  }

  /** Once all that can be read of a room is there, its end is told. */
  async #tellEnd(room: Room): Promise<void> {
    const { progress, roomOid } = room.kept
    const isRead = progress.stopped !== null || (isUpToDate(progress) && !room.isBusy)
    if (progress.end !== 'noticed' || !isRead || this.#stop.signal.aborted) return
    room.kept = { ...room.kept, progress: { ...progress, end: 'told' } }
    try {
      await this.#options.onEnded(roomOid)
      await this.#keeping.mark(room, {})
    } catch (error) {
      // It is told at the next start.
      this.#options.onError(error)
    }
  }
}

const threadIsOver: readonly ServiceError['kind'][] = ['gone', 'forbidden']
