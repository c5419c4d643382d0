import { createSelector } from '@reduxjs/toolkit'
import type { Connection, ConnectionRoom } from '../../../server/contract/connections.ts'
import { selectConnections, type ConnectionsRoot } from './connections-slice.ts'

/** How a connected room stands: `live` hears what is said at once, `upToDate` is asked from time to time. */
export type RoomLife = 'live' | 'upToDate' | 'behind' | 'paused' | 'stopped'

export interface ConnectedRoom {
  room: ConnectionRoom
  life: RoomLife
}

/** What is shown here of the rooms themselves, which draw marks of ours. */
export interface CountedRooms {
  rooms: { entities: Readonly<Record<string, { messageCount: number } | undefined>> }
}

export function lifeOf(
  { state, isFollowing }: Pick<Connection, 'state' | 'isFollowing'>,
  room: Pick<ConnectionRoom, 'state'>,
): RoomLife {
  if (room.state === 'stopped' || state === 'needs_person') return 'stopped'
  if (state === 'paused') return 'paused'
  if (room.state === 'behind' || state === 'unreachable') return 'behind'
  return isFollowing ? 'live' : 'upToDate'
}

const selectConnectedRooms = createSelector(
  [selectConnections],
  (connections) =>
    new Map(
      connections.flatMap((connection) =>
        connection.rooms.map(
          (room) => [room.roomOid, { room, life: lifeOf(connection, room) }] as const,
        ),
      ),
    ),
)

/** Undefined for a room that no connection reads. */
export const selectConnectedRoom = (
  root: ConnectionsRoot,
  roomOid: string,
): ConnectedRoom | undefined => selectConnectedRooms(root).get(roomOid)
