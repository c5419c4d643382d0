import type { ConnectionMark, Connections } from '../../ports/connections.ts'
import {
  connectedRoomColumns,
  connectionColumns,
  toConnectedRoom,
  toConnection,
  type ConnectedRoomRow,
  type ConnectionRow,
} from '../shared/connection-rows.ts'
import { sourcesQuery } from '../shared/room-aliases.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** Keeps how far a room was read; false where no connection has it. Call it in the transaction of the messages. */
export function createRoomMark(db: Database): (mark: ConnectionMark, name?: string) => boolean {
  const update = db.prepare(
    `UPDATE connection_rooms SET progress = ?, name = coalesce(?, name)
     WHERE connection_oid = ? AND remote_id = ?`,
  )
  return ({ connectionOid, remoteId, progress }, name) =>
    Number(update.run(JSON.stringify(progress), name ?? null, connectionOid, remoteId).changes) > 0
}

/** The tables `connections` and `connection_rooms`. */
export function sqliteConnections(db: Database): Connections {
  const { write } = writesOf(db)
  const select = db.prepare(
    `SELECT ${connectionColumns} FROM connections ORDER BY created_at, connection_oid`,
  )
  const put = db.prepare(
    `INSERT INTO connections VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (connection_oid) DO UPDATE SET service = ?2, name = ?3, address = ?4, account = ?5, secret = ?6,
       since = ?7, paused = ?8, answers_requests = ?10`,
  )
  const forgetRooms = db.prepare('DELETE FROM connection_rooms WHERE connection_oid = ?')
  const forget = db.prepare('DELETE FROM connections WHERE connection_oid = ?')
  const selectRooms = db.prepare(
    `SELECT ${connectedRoomColumns} FROM connection_rooms ORDER BY connection_oid, name, remote_id`,
  )
  const selectOfRoom = db.prepare(
    `SELECT ${connectedRoomColumns} FROM connection_rooms WHERE room_oid IN (${sourcesQuery('?')})`,
  )
  const insertRoom = db.prepare(
    `INSERT OR IGNORE INTO connection_rooms SELECT ?1, ?2, ?3, ?4, ?5, ?6
     WHERE EXISTS (SELECT 1 FROM connections WHERE connection_oid = ?1)`,
  )
  const deleteRoom = db.prepare(
    'DELETE FROM connection_rooms WHERE connection_oid = ? AND remote_id = ?',
  )
  const mark = createRoomMark(db)
  return {
    list: async () => (select.all() as unknown as ConnectionRow[]).flatMap(toConnection),
    async put(one) {
      const { connectionOid, service, name, address, account, secret, since, createdAt } = one
      const answers = one.answersRequests ? 1 : 0
      const said = [connectionOid, service, name, address, account, secret, since] as const
      await write(() => put.run(...said, one.paused ? 1 : 0, createdAt, answers))
    },
    remove: (connectionOid) =>
      write(() => {
        forgetRooms.run(connectionOid)
        forget.run(connectionOid)
      }),
    rooms: async () => (selectRooms.all() as unknown as ConnectedRoomRow[]).map(toConnectedRoom),
    ofRoom: async (roomOid) =>
      (selectOfRoom.all(roomOid) as unknown as ConnectedRoomRow[]).map(toConnectedRoom),
    async addRoom({ connectionOid, remoteId, roomOid, name, isPrivate, progress }) {
      const kept = JSON.stringify(progress)
      const row = [connectionOid, remoteId, roomOid, name, isPrivate ? 1 : 0, kept]
      const { changes } = await write(() => insertRoom.run(...row))
      return Number(changes) > 0
    },
    markRoom: (reached, name) => write(() => mark(reached, name)),
    async removeRoom(connectionOid, remoteId) {
      await write(() => deleteRoom.run(connectionOid, remoteId))
    },
  }
}
