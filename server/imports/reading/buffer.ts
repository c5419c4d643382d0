import { importLimits } from '../../contract/limits.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { Messages, RoomBatch } from '../../ports/messages.ts'
import { addTotals, noTotals, type RoomDescription, type RoomTotals } from '../../ports/rooms.ts'
import { StoreFailure } from './reading.ts'

/** A room of an import, and what the store has taken for it so far. */
export interface BufferedRoom {
  readonly totals: Readonly<RoomTotals>
}

/**
 * Holds what readers find until the store takes it. Readers hand over messages by the million, one by one
 * and without waiting; between two pieces of a file, `drain` is awaited, so that never more is held than one
 * piece brings.
 */
export interface MessageBuffer {
  /** The same room for the same `roomOid`. It is made with the next call to the store. */
  room(description: RoomDescription): BufferedRoom
  add(room: BufferedRoom, message: NewMessage): void
  /**
   * Gives the store what is enough for a call; nothing to wait for where too little is held.
   *
   * @throws StoreFailure once the store has refused a call, and ever after
   */
  drain(): Promise<void> | undefined
  /** Gives the store all that is held. */
  flush(): Promise<void>
  /** What each room has got. */
  totals(): readonly Readonly<RoomTotals>[]
}

interface OpenRoom {
  description: RoomDescription
  totals: RoomTotals
  waiting: NewMessage[]
  /** How many of those that wait the store has taken. */
  taken: number
}

/**
 * @param importId the import that writes
 * @param batchSize messages of one call, default `importLimits.rowsPerTransaction`
 */
export function openBuffer(
  messages: Pick<Messages, 'append'>,
  importId: number,
  batchSize: number = importLimits.rowsPerTransaction,
): MessageBuffer {
  const rooms = new Map<string, OpenRoom>()
  /** Rooms that are new or have messages that wait. */
  const touched = new Set<OpenRoom>()
  /** Messages that wait, and one for each room that does. */
  let held = 0
  let failure: StoreFailure | undefined

  function touch(room: OpenRoom): void {
    if (touched.has(room)) return
    touched.add(room)
    held++
  }

  /** Takes what one call may carry out of the buffer. */
  function nextBatch(): RoomBatch[] {
    const batches: RoomBatch[] = []
    let free = batchSize
    for (const room of touched) {
      if (free <= 0) break
      const next = room.waiting.slice(room.taken, room.taken + free)
      batches.push({ room: room.description, messages: next })
      room.taken += next.length
      free -= next.length + 1
      held -= next.length
      // What is taken goes as soon as it is half of all, so that each message is moved once at most.
      if (2 * room.taken >= room.waiting.length) {
        room.waiting = room.waiting.slice(room.taken)
        room.taken = 0
      }
      if (room.waiting.length > 0) continue
      touched.delete(room)
      held--
    }
    return batches
  }

  async function give(least: number): Promise<void> {
    // A reader that has survived the failure must not believe that what it goes on to find is written.
    if (failure !== undefined) throw failure
    try {
      while (held >= least) {
        for (const totals of await messages.append(nextBatch(), importId)) {
          const room = rooms.get(totals.roomOid)
          if (room !== undefined) addTotals(room.totals, totals)
        }
      }
    } catch (error) {
      failure = new StoreFailure(error)
      throw failure
    }
  }

  return {
    room(description) {
      const { roomOid } = description
      const known = rooms.get(roomOid)
      if (known) return known
      const totals = noTotals(roomOid)
      const opened: OpenRoom = { description, totals, waiting: [], taken: 0 }
      rooms.set(roomOid, opened)
      touch(opened)
      return opened
    },
    add(handle, message) {
      const room = handle as OpenRoom
      touch(room)
      room.waiting.push(message)
      held++
    },
    drain: () => (held < batchSize && failure === undefined ? undefined : give(batchSize)),
    flush: () => give(1),
    totals: () => [...rooms.values()].map(({ totals }) => totals),
  }
}
