import type { ThrownAway } from '../../contract/trash.ts'
import type { Blobs } from '../../ports/blobs.ts'
import type { PurgeStep, Trash, TrashRequest } from '../../ports/trash.ts'
import { deleteMessages, reopenImport, undoRoom } from './import-undo.ts'
import { showImportAgain } from './import-restore.ts'
import { forgetAuthors, forgetCount } from './people-of-rooms.ts'
import type { Pool, Sql } from './pool.ts'
import { followReports, forgetAliases, undoMerges } from './room-aliases.ts'
import { blobsOfReports, giveReportsBack, purgeReports, takeReports } from './trash-reports.ts'

interface ThrownRoom {
  roomId: number
  roomOid: string
}

interface ThrownImport {
  importId: number
  importOid: string
}

const roomsOf = (sql: Sql, trashOid: string): Promise<ThrownRoom[]> =>
  sql.rows(
    `SELECT room_id AS "roomId", trashed_as AS "roomOid" FROM rooms WHERE trash_oid = $1 ORDER BY room_id`,
    [trashOid],
  )
const importsOf = (sql: Sql, trashOid: string): Promise<ThrownImport[]> =>
  sql.rows(
    `SELECT import_id AS "importId", import_oid AS "importOid" FROM imports WHERE trash_oid = $1 ORDER BY import_id`,
    [trashOid],
  )

/** In the order of what was asked for. */
const inOrder = (wanted: readonly string[], found: readonly string[]): string[] =>
  wanted.filter((oid) => found.includes(oid))

/** Hides what is there, in the transaction of the caller. */
async function hide(
  sql: Sql,
  { trashOid, until, ...what }: TrashRequest,
): Promise<(ThrownAway & { importIds: number[] }) | null> {
  await sql.run('INSERT INTO trash (trash_oid, until) VALUES ($1, $2)', [trashOid, until])
  const rooms = await sql.rows<{ oid: string }>(
    `WITH held AS (SELECT room_id FROM rooms WHERE room_oid = ANY ($2) AND visible ORDER BY room_oid FOR UPDATE)
     UPDATE rooms r SET visible = false, trash_oid = $1, trashed_as = room_oid, room_oid = 'trash.' || r.room_id
     FROM held WHERE r.room_id = held.room_id RETURNING trashed_as AS oid`,
    [trashOid, what.roomOids],
  )
  const roomOids = inOrder(
    what.roomOids,
    rooms.map(({ oid }) => oid),
  )
  const ofRooms = what.withReports
    ? await sql.rows<{ oid: string }>(
        'SELECT report_oid AS oid FROM reports WHERE room_oid = ANY ($1) OR merged_into = ANY ($1) ORDER BY report_id',
        [roomOids],
      )
    : []
  const wanted = new Set([...what.reportOids, ...ofRooms.map(({ oid }) => oid)])
  const reportOids = await takeReports(sql, trashOid, [...wanted])
  const imports = await sql.rows<ThrownImport>(
    `UPDATE imports SET state = 'trashed', trash_oid = $1 WHERE import_oid = ANY ($2) AND state = 'finished'
     RETURNING import_id AS "importId", import_oid AS "importOid"`,
    [trashOid, what.importOids],
  )
  const importOids = inOrder(
    what.importOids,
    imports.map(({ importOid }) => importOid),
  )
  if (roomOids.length + reportOids.length + importOids.length === 0) {
    await sql.run('DELETE FROM trash WHERE trash_oid = $1', [trashOid])
    return null
  }
  return { roomOids, reportOids, importOids, importIds: imports.map(({ importId }) => importId) }
}

/** Gives a room its id again, or one like it where another has got that. */
async function showRoom(sql: Sql, { roomId, roomOid }: ThrownRoom): Promise<string> {
  for (let n = 1; ; n++) {
    const oid = n === 1 ? roomOid : `${roomOid.slice(0, 120)}~${n}`
    const shown = await sql.run(
      `UPDATE rooms SET visible = true, trash_oid = NULL, trashed_as = NULL, room_oid = $1
       WHERE room_id = $2 AND NOT EXISTS (SELECT 1 FROM rooms WHERE room_oid = $1)`,
      [oid, roomId],
    )
    if (shown === 1) return oid
  }
}

/** Removes a room without messages, and what else says that it was there. */
async function forgetRoom(sql: Sql, { roomId, roomOid }: ThrownRoom): Promise<void> {
  const authors = await sql.rows<{ source: string; authorKey: string }>(
    `DELETE FROM participants p USING rooms r WHERE p.room_id = $1 AND r.room_id = $1
     RETURNING r.source, p.author_key AS "authorKey"`,
    [roomId],
  )
  for (const table of ['import_rooms', 'search_rooms', 'rooms']) {
    await sql.run(`DELETE FROM ${table} WHERE room_id = $1`, [roomId])
  }
  await forgetCount(sql, roomId)
  await forgetAliases(sql, roomId, roomOid)
  await forgetAuthors(sql, authors)
  // An import keeps examples of what it could not read. One that has brought nothing else is forgotten: its name
  // is that of the room's file.
  const stripped = await sql.rows<{ importId: number; isEmpty: boolean }>(
    `UPDATE imports SET warnings = '[]', room_oids = (room_oids::jsonb - $1::text)::text
     WHERE state = 'finished' AND room_oids::jsonb ? $1 AND NOT EXISTS (SELECT 1 FROM rooms WHERE room_oid = $1)
     RETURNING import_id AS "importId",
       room_oids = '[]' AND coalesce(source::json ->> 'choices', '') = '' AS "isEmpty"`,
    [roomOid],
  )
  await sql.run('DELETE FROM imports WHERE import_id = ANY ($1)', [
    stripped.filter(({ isEmpty }) => isEmpty).map(({ importId }) => importId),
  ])
}

/**
 * Rooms that were thrown away stand in their table, unseen and under another id, so that a new one may come
 * under theirs. Reports are moved out of their tables. Of imports only the state says it: what an import has
 * brought that is not finished is seen nowhere.
 */
export function postgresTrash(pool: Pool, store: Pick<Blobs, 'isShared'>): Trash {
  async function purge(trashOid: string, removed: readonly string[]): Promise<PurgeStep> {
    const notDone: PurgeStep = { blobs: [], isDone: false }
    const [entry] = await pool.rows<{ purging: boolean }>(
      'SELECT purging FROM trash WHERE trash_oid = $1',
      [trashOid],
    )
    if (entry === undefined) return { blobs: [], isDone: true }
    if (!entry.purging) {
      // What a process that ended while it was hiding an import has left counted.
      for (const { importId } of await importsOf(pool, trashOid)) await reopenImport(pool, importId)
      await pool.run('UPDATE trash SET purging = true WHERE trash_oid = $1', [trashOid])
    }
    const blobs = (await blobsOfReports(pool, trashOid, store)).filter(
      (key) => !removed.includes(key),
    )
    if (blobs.length > 0) return { blobs, isDone: false }
    if (await pool.transaction((sql) => purgeReports(sql, trashOid))) return notDone
    const [room] = await roomsOf(pool, trashOid)
    if (room !== undefined) {
      await deleteMessages(pool, room.roomId, null)
      await pool.transaction((sql) => forgetRoom(sql, room))
      return notDone
    }
    const [first] = await importsOf(pool, trashOid)
    if (first !== undefined) {
      if (!(await undoRoom(pool, first.importId))) {
        await pool.run('DELETE FROM imports WHERE import_id = $1', [first.importId])
      }
      return notDone
    }
    await pool.run(
      'UPDATE room_aliases SET trash_oid = NULL, import_id = NULL WHERE trash_oid = $1',
      [trashOid],
    )
    await pool.run('DELETE FROM trash WHERE trash_oid = $1', [trashOid])
    return { blobs: [], isDone: true }
  }

  return {
    async throw(request) {
      const hidden = await pool.transaction((sql) => hide(sql, request))
      if (hidden === null) return null
      const { importIds, ...what } = hidden
      for (const importId of importIds) await reopenImport(pool, importId)
      return what
    },
    async restore(trashOid, now) {
      // A process that ended in the middle may have hidden a part only.
      for (const { importId } of await importsOf(pool, trashOid)) await reopenImport(pool, importId)
      let merged: number[] = []
      const restored = await pool.transaction(async (sql) => {
        const [entry] = await sql.rows(
          'DELETE FROM trash WHERE trash_oid = $1 AND NOT purging AND until > $2 RETURNING 1',
          [trashOid, now],
        )
        if (entry === undefined) return null
        merged = await undoMerges(sql, trashOid)
        const roomOids: string[] = []
        for (const room of await roomsOf(sql, trashOid)) roomOids.push(await showRoom(sql, room))
        const reportOids = await giveReportsBack(sql, trashOid)
        const imports = await importsOf(sql, trashOid)
        for (const { importId } of imports) await showImportAgain(sql, importId)
        await followReports(sql, roomOids)
        return { roomOids, reportOids, importOids: imports.map(({ importOid }) => importOid) }
      })
      for (const importId of merged) await reopenImport(pool, importId)
      return restored
    },
    async due(now) {
      const rows = await pool.rows<{ oid: string }>(
        'SELECT trash_oid AS oid FROM trash WHERE purging OR until <= $1 ORDER BY until, trash_oid',
        [Math.min(now, Number.MAX_SAFE_INTEGER)],
      )
      return rows.map(({ oid }) => oid)
    },
    async nextDue(now) {
      const [row] = await pool.rows<{ until: number | null }>(
        'SELECT min(until) AS until FROM trash WHERE NOT purging AND until > $1',
        [Math.min(now, Number.MAX_SAFE_INTEGER)],
      )
      return row?.until ?? null
    },
    purge: (trashOid, removed = []) => purge(trashOid, removed),
  }
}
