import { accessChanged, sseEvents } from '../contract/events.ts'
import { isOverviewOid } from '../contract/overviews.ts'
import type { LoggedEvent } from '../ports/event-log.ts'

type SseEvent = (typeof sseEvents)[keyof typeof sseEvents]
export type JudgedEvent = Pick<LoggedEvent, 'room' | 'event' | 'data'>

/**
 * What becomes of an event for a reader who does not see all rooms. `room`: it is shown where its room is seen;
 * `everybody`: it tells nothing of rooms; `nobody`: it may tell of rooms that are not seen, or count them; `renew`:
 * what the reader sees may be another now, so that the stream ends and the reader comes back for the rest.
 *
 * An event that is missing here does not compile, and one of another version is shown to nobody.
 */
export const partSightOf: Readonly<Record<SseEvent, 'room' | 'everybody' | 'nobody' | 'renew'>> = {
  [sseEvents.excelStatus]: 'room',
  [sseEvents.excelStatusEnd]: 'room',
  [sseEvents.summaryDelta]: 'room',
  [sseEvents.roomChanged]: 'room',
  [sseEvents.ping]: 'everybody',
  [sseEvents.reset]: 'everybody',
  [sseEvents.authExpired]: 'everybody',
  [sseEvents.readAgain]: 'everybody',
  [sseEvents.healthChanged]: 'everybody',
  [sseEvents.modelsChanged]: 'everybody',
  [sseEvents.importStatus]: 'nobody',
  [sseEvents.importStatusEnd]: 'nobody',
  [sseEvents.peopleChanged]: 'nobody',
  [sseEvents.connectionChanged]: 'nobody',
  [sseEvents.queueChanged]: 'nobody',
  [sseEvents.searchChanged]: 'nobody',
  [sseEvents.schedulesChanged]: 'nobody',
  [sseEvents.scheduleRunEnd]: 'nobody',
  // They name rooms, and what is read again after them is what is seen.
  [sseEvents.removed]: 'renew',
  [sseEvents.restored]: 'renew',
  [sseEvents.groupsChanged]: 'renew',
}

/** What a stream may be shown. Null in place of it: everything, for ever. */
export interface EventSight {
  /** False: all that is said, until somebody's rights are changed. */
  readonly isPart: boolean
  judge(event: JudgedEvent): 'show' | 'drop' | 'renew'
}

/** Of somebody who sees all rooms now. */
export const wholeSight: EventSight = {
  isPart: false,
  judge: ({ event }) => (event === accessChanged ? 'renew' : 'show'),
}

/** Events of which no stream is shown more before it has been asked again what its reader sees. */
export const renewsParts = (event: string): boolean =>
  event === accessChanged || partSightOf[event as SseEvent] === 'renew'

const fieldOf = (data: string, name: string): unknown =>
  (JSON.parse(data) as Record<string, unknown>)[name]

/**
 * Of somebody who sees only these rooms.
 *
 * @param names of the rooms that are seen, by their ids
 * @param hidden rooms that are there and not seen
 * @param overviews those that there are: whether all of their rooms are seen
 */
export function partSight(
  names: ReadonlyMap<string, string>,
  hidden: ReadonlySet<string>,
  overviews: ReadonlyMap<string, boolean>,
): EventSight {
  const byRoom = ({ room, event, data }: JudgedEvent): 'show' | 'drop' | 'renew' => {
    if (event === sseEvents.roomChanged) {
      const roomOid = String(fieldOf(data, 'roomOid'))
      if (hidden.has(roomOid)) return 'drop'
      // A new room, or one under a new name: a group may have it by its rule, and be limited.
      return names.get(roomOid) === fieldOf(data, 'name') ? 'show' : 'renew'
    }
    if (names.has(room)) return 'show'
    if (hidden.has(room)) return 'drop'
    if (isOverviewOid(room)) {
      const isSeen = overviews.get(room)
      // One of rooms that had none: which these are is not said here.
      if (isSeen === undefined) return 'renew'
      return isSeen ? 'show' : 'drop'
    }
    const merged = event === sseEvents.summaryDelta ? undefined : fieldOf(data, 'mergedInto')
    if (typeof merged !== 'string') return 'renew'
    return names.has(merged) ? 'show' : 'drop'
  }
  return {
    isPart: true,
    judge(event) {
      if (renewsParts(event.event)) return 'renew'
      const way = partSightOf[event.event as SseEvent] ?? 'nobody'
      if (way === 'room') return byRoom(event)
      return way === 'everybody' ? 'show' : 'drop'
    },
  }
}
