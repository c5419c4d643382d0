import { ConnectionService } from '../../contract/connections.ts'
import { RoomProgress, type ConnectedRoom, type StoredConnection } from '../../ports/connections.ts'

/** The columns of a connection, by the names of its fields. */
export const connectionColumns = `connection_oid AS "connectionOid", service, name, address, account, secret, since,
  paused, created_at AS "createdAt", answers_requests AS "answersRequests"`

export const connectedRoomColumns = `connection_oid AS "connectionOid", remote_id AS "remoteId",
  room_oid AS "roomOid", name, is_private AS "isPrivate", progress`

type Switch = boolean | number

export type ConnectionRow = Omit<StoredConnection, 'paused' | 'answersRequests' | 'service'> & {
  service: string
  paused: Switch
  answersRequests: Switch
}
export type ConnectedRoomRow = Omit<ConnectedRoom, 'isPrivate' | 'progress'> & {
  isPrivate: Switch
  progress: string
}

/** None for a service of which this version knows nothing. */
export function toConnection(row: ConnectionRow): StoredConnection[] {
  const { data: service } = ConnectionService.safeParse(row.service)
  if (service === undefined) return []
  const { paused, answersRequests } = row
  return [{ ...row, service, paused: Boolean(paused), answersRequests: Boolean(answersRequests) }]
}

export const toConnectedRoom = (row: ConnectedRoomRow): ConnectedRoom => ({
  ...row,
  isPrivate: Boolean(row.isPrivate),
  progress: RoomProgress.parse(JSON.parse(row.progress)),
})
