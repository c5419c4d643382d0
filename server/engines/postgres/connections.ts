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
import type { Pool, Sql } from './pool.ts'

/** Keeps how far a room was read, in the transaction of the caller; false where no connection has it. */
export const markRoom = async (
  sql: Sql,
  { connectionOid, remoteId, progress }: ConnectionMark,
  name?: string,
): Promise<boolean> =>
  (await sql.run(
    `UPDATE connection_rooms SET progress = $1, name = coalesce($2, name)
     WHERE connection_oid = $3 AND remote_id = $4`,
    [JSON.stringify(progress), name ?? null, connectionOid, remoteId],
  )) > 0

/** The tables `connections` and `connection_rooms`. */
export const postgresConnections = (pool: Pool): Connections => ({
  async list() {
    const rows = await pool.rows<ConnectionRow>(
      `SELECT ${connectionColumns} FROM connections ORDER BY created_at, connection_oid`,
    )
    return rows.flatMap(toConnection)
  },
  async put(one) {
    await pool.run(
      `INSERT INTO connections VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (connection_oid) DO UPDATE SET service = $2, name = $3, address = $4, account = $5, secret = $6,
         since = $7, paused = $8, answers_requests = $10`,
      [
        one.connectionOid,
        one.service,
        one.name,
        one.address,
        one.account,
        one.secret,
        one.since,
        one.paused,
        one.createdAt,
        one.answersRequests,
      ],
    )
  },
  remove: (connectionOid) =>
    pool.transaction(async (sql) => {
      await sql.run('DELETE FROM connection_rooms WHERE connection_oid = $1', [connectionOid])
      await sql.run('DELETE FROM connections WHERE connection_oid = $1', [connectionOid])
    }),
  async rooms() {
    const rows = await pool.rows<ConnectedRoomRow>(
      `SELECT ${connectedRoomColumns} FROM connection_rooms
       ORDER BY connection_oid, name COLLATE "C", remote_id`,
    )
    return rows.map(toConnectedRoom)
  },
  async ofRoom(roomOid) {
    const rows = await pool.rows<ConnectedRoomRow>(
      `SELECT ${connectedRoomColumns} FROM connection_rooms
       WHERE room_oid IN (${sourcesQuery('$1::text COLLATE "C"')})`,
      [roomOid],
    )
    return rows.map(toConnectedRoom)
  },
  async addRoom({ connectionOid, remoteId, roomOid, name, isPrivate, progress }) {
    const added = await pool.run(
      `INSERT INTO connection_rooms SELECT $1, $2, $3, $4, $5::boolean, $6
       WHERE EXISTS (SELECT 1 FROM connections WHERE connection_oid = $1) ON CONFLICT DO NOTHING`,
      [connectionOid, remoteId, roomOid, name, isPrivate, JSON.stringify(progress)],
    )
    return added > 0
  },
  markRoom: (mark, name) => markRoom(pool, mark, name),
  async removeRoom(connectionOid, remoteId) {
    await pool.run('DELETE FROM connection_rooms WHERE connection_oid = $1 AND remote_id = $2', [
      connectionOid,
      remoteId,
    ])
  },
})
