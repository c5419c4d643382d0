import type { OpenThread, RoomGap, RoomProgress } from '../ports/connections.ts'
import type { RoomPage, ThreadHint, ThreadPage } from './connector.ts'
import { connectionLimits } from './limits.ts'

/** What is to be read next of a room. */
export type RoomTask =
  { type: 'catchup' | 'backfill'; gap: RoomGap } | { type: 'thread'; thread: OpenThread }

/** The order in which tasks of all rooms come. */
export const taskOrder: Record<RoomTask['type'], number> = { catchup: 0, thread: 1, backfill: 2 }

/** A room of which nothing has been read: all of it is missing. */
export const wholeRoom: RoomGap = { from: null, until: null, after: null, before: null }

const isDue = (thread: OpenThread, now: number): boolean =>
  thread.lookedAt === 0 || now - thread.lookedAt >= connectionLimits.recheckMs

/** Null: nothing is to be done at this moment. */
export function nextTask({ gaps, threads, stopped }: RoomProgress, now: number): RoomTask | null {
  if (stopped !== null) return null
  const [gap] = gaps
  if (gap !== undefined && (gap.until !== null || gap.from === null))
    return { type: 'catchup', gap }
  const [thread] = threads
    .filter((each) => isDue(each, now))
    .toSorted((a, b) => a.lookedAt - b.lookedAt)
  if (thread !== undefined) return { type: 'thread', thread }
  return gap === undefined ? null : { type: 'backfill', gap }
}

/**
 * What is newer than what was read has to be looked for, whether or not there is anything.
 *
 * @param deep the place of the time from which on all is to be read again; null: only what is newer
 */
export function missed(
  progress: RoomProgress,
  deep: { place: string; now: number } | null = null,
): RoomProgress {
  const [first] = progress.gaps
  if (first?.from === null) return progress
  // A room that was empty when it was read is read anew.
  if (progress.ceiling === null && first !== undefined) return progress
  const until = progress.ceiling === null ? null : (deep?.place ?? progress.ceiling)
  const gap = { from: null, until, after: progress.newestAt, before: null }
  const deepAt = deep === null ? progress.deepAt : deep.now
  return { ...progress, deepAt, gaps: withinLimit([gap, ...progress.gaps]) }
}

/** Reading what lies between two gaps again loses nothing, so the oldest become one. */
function withinLimit(gaps: readonly RoomGap[]): RoomGap[] {
  if (gaps.length <= connectionLimits.maxGaps) return [...gaps]
  const kept = gaps.slice(0, connectionLimits.maxGaps - 1)
  const rest = gaps.slice(connectionLimits.maxGaps - 1)
  const [newest, oldest] = [rest[0], rest.at(-1)]
  if (newest === undefined || oldest === undefined) return kept
  return [...kept, { ...newest, until: oldest.until, after: oldest.after }]
}

/** How far a room is read after a page of one of its gaps. */
export function afterPage(
  progress: RoomProgress,
  gap: RoomGap,
  page: RoomPage,
  { now, since }: { now: number; since: number | null },
): RoomProgress {
  const times = page.said.flatMap(({ message }) => message.when.at ?? [])
  const newestAt = greatest(progress.newestAt, times)
  const oldestAt = least(progress.oldestAt, times)
  const oldestHere = least(null, times)
  const isOldEnough =
    page.isUnsorted !== true && since !== null && oldestHere !== null && oldestHere < since
  const next = isOldEnough ? (page.nextIfOld ?? null) : page.next
  // A server that names the same place again would be asked for ever.
  const isDone = next === null || next === gap.from
  const gaps = progress.gaps.flatMap((each) => {
    if (!isSameGap(each, gap)) return [each]
    return isDone ? [] : [{ ...each, from: next, before: oldestHere ?? each.before }]
  })
  const { heardForMs } = page
  const isTop = gap.from === null && page.newest !== null
  return {
    ...progress,
    // A room that had ended when it was connected ended before anybody here could have known it.
    end: isTop && progress.ceiling !== null ? endAfter(progress, page) : progress.end,
    ceiling: isTop ? page.newest : progress.ceiling,
    newestAt,
    oldestAt,
    gaps,
    threads: withHints(progress.threads, page.threads, now),
    lost: heardForMs === undefined ? progress.lost : withLost(progress, now - heardForMs),
    readAt: now,
  }
}

const endAfter = ({ end }: RoomProgress, { hasEnded }: RoomPage): RoomProgress['end'] =>
  hasEnded === true ? (end ?? 'noticed') : end === 'noticed' ? end : null

/** Clocks tick in steps, and are asked one after the other. */
const clockStepMs = 100

/**
 * Where nothing is kept, all between the last look and the moment since which we listen is lost. Who has listened
 * all the time has lost nothing.
 */
function withLost({ lost, readAt }: RoomProgress, before: number): RoomProgress['lost'] {
  if (readAt !== null && readAt >= before - clockStepMs) return lost
  const [newest, ...others] = lost
  // Nobody has listened since: it is one stretch.
  const isSame = newest !== undefined && readAt !== null && newest.before >= readAt
  const all = isSame ? [{ ...newest, before }, ...others] : [{ after: readAt, before }, ...lost]
  const oldest = all.at(-1)
  if (all.length <= connectionLimits.maxGaps || oldest === undefined) return all
  const kept = all.slice(0, connectionLimits.maxGaps - 1)
  const last = all[connectionLimits.maxGaps - 1]
  return last === undefined ? kept : [...kept, { after: oldest.after, before: last.before }]
}

export const isSameGap = (one: RoomGap, other: RoomGap): boolean =>
  one.from === other.from && one.until === other.until

/** How far a room is read after a page of a thread. */
export function afterThread(
  progress: RoomProgress,
  thread: OpenThread,
  page: ThreadPage,
  now: number,
): RoomProgress {
  const times = page.said.flatMap(({ message }) => message.when.at ?? [])
  const next: OpenThread = {
    id: thread.id,
    reached: page.reached ?? thread.reached,
    lastAt: greatest(thread.lastAt, times) ?? thread.lastAt,
    // One that goes on is looked at again at once.
    lookedAt: page.isMore && page.reached !== thread.reached ? 0 : now,
  }
  const others = progress.threads.filter(({ id }) => id !== thread.id)
  return {
    ...progress,
    newestAt: greatest(progress.newestAt, times),
    threads: openOnes([...others, next], now),
    readAt: now,
  }
}

/** A thread in which something was heard may hold more that was not. */
export const withHints = (
  threads: readonly OpenThread[],
  hints: readonly ThreadHint[],
  now: number,
): OpenThread[] => {
  const byId = new Map(threads.map((thread) => [thread.id, thread]))
  for (const { id, lastAt } of hints) {
    const known = byId.get(id)
    if (known === undefined) byId.set(id, { id, reached: null, lastAt, lookedAt: 0 })
    else if (lastAt > known.lastAt) byId.set(id, { ...known, lastAt, lookedAt: 0 })
  }
  return openOnes([...byId.values()], now)
}

/** Those that were never looked at, and the newest of those that may still get answers. */
function openOnes(threads: readonly OpenThread[], now: number): OpenThread[] {
  const fresh = threads.filter(({ lookedAt }) => lookedAt === 0)
  const known = threads
    .filter(({ lookedAt, lastAt }) => lookedAt > 0 && now - lastAt < connectionLimits.threadMs)
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, connectionLimits.maxThreads)
  return [...fresh, ...known]
}

const greatest = (one: number | null, others: readonly number[]): number | null =>
  others.reduce<number | null>((most, each) => (most === null ? each : Math.max(most, each)), one)
const least = (one: number | null, others: readonly number[]): number | null =>
  others.reduce<number | null>((most, each) => (most === null ? each : Math.min(most, each)), one)

/** Messages up to the present were read when the server was last asked. */
export const isUpToDate = ({ gaps, ceiling }: RoomProgress): boolean =>
  ceiling !== null ? gaps.every(({ until }) => until === null) : gaps.length === 0

/** Stretches of time in which messages may be missing; null is an end that is not known. */
export const missingTimes = ({
  gaps,
  lost,
  newestAt,
}: RoomProgress): { after: number | null; before: number | null }[] => [
  ...gaps.map(({ after, before, from }) => ({
    after,
    before: from === null ? null : (before ?? newestAt),
  })),
  ...lost,
]
