import { emptyImportCounts } from '../../contract/imports.ts'
import type { MergedRoom, MergeEnd, RoomMerges } from '../../ports/room-merges.ts'
import { mergeEntry } from '../shared/room-aliases.ts'
import type { Database } from './database.ts'
import { roomShower } from './imports.ts'
import { createReportFollower, createRoomResolver } from './room-aliases.ts'
import { writesOf } from './writes.ts'

interface Room extends MergedRoom {
  name: string
  source: string
  format: string
  localOnly: number
}

/** Merges: an import that nobody sees holds what is put into a room, `room_aliases` says where the others went. */
export function sqliteRoomMerges(db: Database): RoomMerges {
  const { write } = writesOf(db)
  const placeOf = createRoomResolver(db)
  const selectRoom = db.prepare(
    `SELECT room_id AS roomId, room_oid AS roomOid, name, source, format, local_only AS localOnly,
       next_ord - 1 AS lastOrd FROM rooms WHERE room_oid = ? AND visible = 1`,
  )
  const isWritten = db.prepare(
    'SELECT 1 FROM import_rooms WHERE room_id = ? AND import_id <> ? LIMIT 1',
  )
  const insertEntry = db.prepare('INSERT INTO trash (trash_oid, until) VALUES (?, ?)')
  const setUntil = db.prepare('UPDATE trash SET until = ? WHERE trash_oid = ?')
  const deleteEntry = db.prepare('DELETE FROM trash WHERE trash_oid = ?')
  const insertImport = db.prepare(
    `INSERT INTO imports (import_oid, name, state, counts, room_oids, source, created_at, trash_oid)
     VALUES (?, '', 'trashed', ?, ?, '{"paths":[]}', ?, ?) RETURNING import_id AS importId`,
  )
  const selectImport = db.prepare('SELECT import_id AS importId FROM imports WHERE trash_oid = ?')
  const noteRoom = db.prepare('INSERT OR IGNORE INTO import_rooms VALUES (?, ?)')
  const finishImport = db.prepare(
    `UPDATE imports SET state = 'finished', trash_oid = NULL WHERE import_id = ?`,
  )
  const hideRoom = db.prepare(
    `UPDATE rooms SET visible = 0, trash_oid = ?1, trashed_as = room_oid, room_oid = 'trash.' || room_id
     WHERE room_id = ?2`,
  )
  const addAlias = db.prepare('INSERT OR REPLACE INTO room_aliases VALUES (?, ?, ?, ?, ?)')
  const closeRoom = db.prepare('UPDATE rooms SET local_only = 1 WHERE room_id = ?')
  const show = roomShower(db)
  const follow = createReportFollower(db)

  const find = (oid: string): Room | undefined =>
    selectRoom.get(placeOf(oid)?.roomOid ?? oid) as Room | undefined
  const isBusy = (rooms: readonly { roomId: number }[], importId: number): boolean =>
    rooms.some(({ roomId }) => isWritten.get(roomId, importId) !== undefined)

  const begin: RoomMerges['begin'] = ({ mergeOid, into: intoOid, from, until }) =>
    write(() => {
      const into = find(intoOid)
      const others = new Map(from.flatMap((oid) => find(oid) ?? []).map((it) => [it.roomId, it]))
      if (into === undefined) return 'missing'
      others.delete(into.roomId)
      if (others.size === 0) return 'missing'
      if (isBusy([into, ...others.values()], 0)) return 'busy'
      const entry = mergeEntry(mergeOid)
      insertEntry.run(entry, until)
      const counts = JSON.stringify(emptyImportCounts())
      const rooms = JSON.stringify([into.roomOid])
      const row = insertImport.get(entry, counts, rooms, Date.now(), entry)
      const { importId } = row as { importId: number }
      noteRoom.run(importId, into.roomId)
      return { importId, into, from: [...others.values()] }
    })

  function finish({ mergeOid, into: intoOid, from, totals, trashOid, until }: MergeEnd) {
    const row = selectImport.get(mergeEntry(mergeOid)) as { importId: number } | undefined
    const into = selectRoom.get(intoOid) as Room | undefined
    const others = from.map(({ roomOid }) => selectRoom.get(roomOid) as Room | undefined)
    const rooms = others.flatMap((other, index) =>
      other?.roomId === from[index]?.roomId ? (other ?? []) : [],
    )
    if (row === undefined || into === undefined || rooms.length < from.length) return 'missing'
    const { importId } = row
    if (isBusy([into, ...rooms], importId)) return 'busy'
    const behind = rooms.filter(({ lastOrd }, index) => lastOrd > (from[index]?.lastOrd ?? 0))
    if (behind.length > 0) return { behind }
    deleteEntry.run(mergeEntry(mergeOid))
    finishImport.run(importId)
    show(importId, [totals])
    insertEntry.run(trashOid, until)
    for (const other of rooms) {
      hideRoom.run(trashOid, other.roomId)
      addAlias.run(other.roomOid, into.roomId, importId, trashOid, into.localOnly)
      if (other.localOnly === 1) closeRoom.run(into.roomId)
    }
    follow(rooms.map(({ roomOid }) => roomOid))
    return 'merged'
  }

  return {
    begin,
    async prolong(mergeOid, until) {
      await write(() => setUntil.run(until, mergeEntry(mergeOid)))
    },
    finish: (end) => write(() => finish(end)),
    async abandon(mergeOid) {
      await write(() => setUntil.run(0, mergeEntry(mergeOid)))
    },
  }
}
