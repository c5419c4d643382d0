import type { Connection, ConnectionRoom, ConnectionSaid } from '../contract/connections.ts'
import type { ConnectionReason } from '../contract/connection-sentences.ts'
import { isoOrNull } from '../contract/instant.ts'
import type { ConnectedRoom, StoredConnection } from '../ports/connections.ts'
import { inEnglish } from '../words/say.ts'
import type { Secrets, ServiceError } from './connector.ts'
import { withoutSecrets } from './refused.ts'
import { isUpToDate, missingTimes } from './progress.ts'
import type { ReadingView } from './reading-view.ts'

export const said = (reason: ConnectionReason): ConnectionSaid => ({
  ...reason,
  params: { ...reason.params },
  message: inEnglish(reason),
})

/** What stands in the way, in words. */
export function reasonOf(error: ServiceError): ConnectionReason {
  if (error.reason !== undefined) return error.reason
  const params = { text: error.message }
  if (error.kind === 'unauthorized') return { code: 'connection_unauthorized', params }
  const isAway = error.kind === 'unavailable' || error.kind === 'limited'
  return { code: isAway ? 'connection_unreachable' : 'connection_refused', params }
}

/** Codes by which a room is stopped; the store keeps any text. */
const stops = [
  'connection_room_not_member',
  'connection_room_deleted',
  'connection_room_forbidden',
  'connection_room_gone',
] as const

/** Said of rooms that are read, but not to their beginning. */
const noHistory = 'connection_no_history'

export function shownRoom(
  { progress, ...room }: ConnectedRoom,
  messagesPerMinute: number,
): ConnectionRoom {
  const { stopped, readAt, oldestAt, gaps, lost } = progress
  const code = stops.find((each) => each === stopped) ?? (lost.length > 0 ? noHistory : undefined)
  const state =
    stopped !== null
      ? 'stopped'
      : !isUpToDate(progress)
        ? 'behind'
        : gaps.length > 0
          ? 'reading'
          : 'live'
  return {
    remoteId: room.remoteId,
    roomOid: room.roomOid,
    name: room.name,
    isPrivate: room.isPrivate,
    state,
    ...(code === undefined ? {} : { reason: said({ code, params: {} }) }),
    readAt: isoOrNull(readAt),
    messagesPerMinute,
    readBackTo: isoOrNull(oldestAt),
    missing: missingTimes(progress).map(({ after, before }) => ({
      from: isoOrNull(after),
      to: isoOrNull(before),
    })),
  }
}

export interface Showing {
  stored: StoredConnection
  /** As they are in the store; unless they are read. */
  rooms: readonly ConnectedRoom[]
  /** Null while nothing is read. */
  view: ReadingView | null
  secret: Connection['secret']
  /** Never shown, whatever a server says of them; null: there are none. */
  secrets: Secrets | null
  /** Its service lets us say something in its rooms. */
  canAnswer: boolean
}

/** A connection as people and programs see it: without its secrets. */
export function shownConnection(showing: Showing): Connection {
  const { stored, rooms, view, secret, secrets, canAnswer } = showing
  const { connectionOid, service, name, address, account, since, createdAt, paused } = stored
  const reason: ConnectionReason | null =
    !paused && secret === 'none'
      ? { code: 'connection_secret_lost', params: {} }
      : view?.error
        ? withoutSecrets(reasonOf(view.error), secrets)
        : null
  return {
    connectionOid,
    service,
    name,
    address,
    account,
    state: paused ? 'paused' : (view?.state ?? 'needs_person'),
    ...(reason === null ? {} : { reason: said(reason) }),
    isFollowing: view?.isFollowing ?? false,
    nextRequestAt: isoOrNull(view?.nextRequestAt ?? null),
    secret,
    since: isoOrNull(since),
    createdAt: new Date(createdAt).toISOString(),
    answersRequests: canAnswer ? stored.answersRequests : null,
    rooms:
      view === null
        ? rooms.map((room) => shownRoom(room, 0))
        : view.rooms.map(({ room, messagesPerMinute }) => shownRoom(room, messagesPerMinute)),
  }
}
