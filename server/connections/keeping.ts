import type { Connections, RoomProgress } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Amendment, Arrival, Revision } from '../ports/revisions.ts'
import type { Clock } from './budgets.ts'
import type { RoomPage, SaidMessage } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { comparable, isWanted, type Room } from './reading-room.ts'
import { revisedMessage } from './revised.ts'

export interface KeepingOptions {
  clock: Clock
  store: Pick<Messages, 'revise'> & Pick<Connections, 'markRoom'>
  /** Milliseconds since 1970; nothing older is kept. Null: everything is. */
  since: number | null
  /** Something of what is shown of a room is another. */
  onChange(): void
  /** As `onChange`, of what may change many times a second. */
  onPulse(): void
  /** Messages of a room have come, or are others. */
  onRoomChanged(roomOid: string): void
}

/** Puts what was read and heard of rooms into the store, with how far it was read. */
export class Keeping {
  readonly #options: KeepingOptions

  constructor(options: KeepingOptions) {
    this.#options = options
  }

  /** Messages and how far they were read, in one transaction. */
  async read(
    room: Room,
    progress: RoomProgress,
    arrival: Arrival,
    { said, amendments, isInOrder = false }: Pick<RoomPage, 'said' | 'amendments' | 'isInOrder'>,
  ): Promise<void> {
    const next = comparable(progress)
    const messages = said
      .filter(isWanted(this.#options.since))
      .map(revisedMessage)
      .toSorted(
        (a, b) => a.at - b.at || (isInOrder ? 0 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
      )
    const isNews = messages.length > 0 || amendments.length > 0 || next !== room.stored
    const { connectionOid, remoteId } = room.kept
    const mark = { connectionOid, remoteId, progress }
    if (isNews && !(await this.#revise(room, { arrival, messages, amendments, mark }))) return
    room.stored = next
    room.kept = { ...room.kept, progress }
    this.#options.onChange()
  }

  /** @returns false where it could not be kept */
  heard(
    room: Room,
    said: readonly SaidMessage[],
    amendments: readonly Amendment[],
  ): Promise<boolean> {
    const messages = said.filter(isWanted(this.#options.since)).map(revisedMessage)
    return this.#revise(room, { arrival: 'live', messages, amendments })
  }

  /** Keeps how far a room was read, and nothing else. */
  async mark(room: Room, change: Partial<RoomProgress>): Promise<void> {
    const { connectionOid, remoteId } = room.kept
    const progress = { ...room.kept.progress, ...change }
    room.kept = { ...room.kept, progress }
    await this.#options.store.markRoom({ connectionOid, remoteId, progress })
    this.#options.onChange()
  }

  async #revise(room: Room, revision: Omit<Revision, 'roomOid'>): Promise<boolean> {
    const { roomOid } = room.kept
    const { store, clock, onRoomChanged, onPulse } = this.#options
    const outcome = await store.revise({ roomOid, ...revision })
    if (outcome.state === 'busy') {
      room.retryAt = clock.now() + connectionLimits.busyMs
      return false
    }
    if (outcome.state !== 'kept') {
      await this.mark(room, { stopped: 'connection_room_deleted' })
      return false
    }
    const { totals, edited, deleted, moved } = outcome
    const added = totals.messages + totals.system
    if (added > 0) {
      // Of a message that is read again nobody knows which it is: only so many were new.
      const at = revision.messages.map((message) => message.at).slice(-added)
      room.pace.add(at, clock.now())
      onPulse()
    }
    if (added + edited + deleted + moved > 0) onRoomChanged(roomOid)
    return true
  }
}
