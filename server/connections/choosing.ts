import type { Budgets } from './budgets.ts'
import type { Connector } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { missed, nextTask, taskOrder, type RoomTask } from './progress.ts'
import type { Room } from './reading-room.ts'

export interface Choosing {
  rooms: ReadonlyMap<string, Room>
  connector: Pick<Connector, 'paces' | 'placeAt'>
  budgets: Budgets
  /** What is said is heard at once. */
  isFollowing: boolean
}

export interface Choice {
  /** Their limits are taken. */
  starts: { room: Room; task: RoomTask }[]
  /** Instant at which there is something to be done again. */
  wakeAt: number
  /** Instant of the next request, where all rooms wait for it; null: none is waiting. */
  askAt: number | null
}

/** Which rooms are asked now: what is newest first, then threads, then the past, and rooms in turn. */
export function chooseTasks(choosing: Choosing, now: number): Choice {
  const { rooms, connector, budgets, isFollowing } = choosing
  let wakeAt = now + connectionLimits.catchUpMs
  let askAt: number | null = null
  const starts: Choice['starts'] = []
  let running = 0
  const waiting: Choice['starts'] = []
  for (const room of rooms.values()) {
    if (room.isBusy) {
      running += 1
      continue
    }
    lookAgain(room, choosing, now)
    const task = nextTask(room.kept.progress, now)
    if (task !== null) waiting.push({ room, task })
  }
  waiting.sort(
    (a, b) => taskOrder[a.task.type] - taskOrder[b.task.type] || a.room.servedAt - b.room.servedAt,
  )
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
    starts.push({ room, task })
  }
  for (const room of rooms.values()) {
    if (!room.isBusy) wakeAt = Math.min(wakeAt, Math.max(nextLook(room, isFollowing), room.retryAt))
  }
  return { starts, wakeAt, askAt: running > 0 ? null : askAt }
}

function nextLook({ lookedAt, kept }: Room, isFollowing: boolean): number {
  if (kept.progress.stopped !== null) return Number.POSITIVE_INFINITY
  return lookedAt + (isFollowing ? connectionLimits.catchUpMs : connectionLimits.pollMs)
}

/** Sockets are hints: from time to time everything is looked through. */
function lookAgain(room: Room, { connector, isFollowing }: Choosing, now: number): void {
  if (now < nextLook(room, isFollowing)) return
  room.lookedAt = now
  const { progress } = room.kept
  const place = connector.placeAt?.(now - connectionLimits.threadMs)
  const isDeep =
    place !== undefined && now - (progress.deepAt ?? room.addedAt) >= connectionLimits.deepMs
  room.kept = { ...room.kept, progress: missed(progress, isDeep ? { place, now } : null) }
}
