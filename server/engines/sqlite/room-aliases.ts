import type { RoomPlace } from '../../ports/rooms.ts'
import { placeQuery, undoneEntry } from '../shared/room-aliases.ts'
import type { Database } from './database.ts'

export function createRoomResolver(db: Database): (roomOid: string) => RoomPlace | null {
  const select = db.prepare(placeQuery('?', 'r.visible = 1'))
  return (roomOid) => {
    const row = select.get(roomOid) as
      (Omit<RoomPlace, 'isMerged'> & { isMerged: number }) | undefined
    return row === undefined ? null : { ...row, isMerged: row.isMerged === 1 }
  }
}

/** Says anew of the reports of rooms that are, or were, part of another one, where these rooms are now. */
export function createReportFollower(db: Database): (roomOids: readonly string[]) => void {
  const placeOf = createRoomResolver(db)
  const select = db.prepare(
    `SELECT DISTINCT room_oid AS oid FROM reports
     WHERE room_oid IN (SELECT value FROM json_each(?1)) OR merged_into IN (SELECT value FROM json_each(?1))`,
  )
  const update = db.prepare('UPDATE reports SET merged_into = ? WHERE room_oid = ?')
  return (roomOids) => {
    for (const { oid } of select.all(JSON.stringify(roomOids)) as { oid: string }[]) {
      const there = placeOf(oid)?.roomOid ?? null
      update.run(there === oid ? null : there, oid)
    }
  }
}

/** Ids that lead to a room that is gone for good lead on, or nowhere. Call it inside a transaction. */
export function createAliasForgetter(db: Database): (roomId: number, roomOid: string) => void {
  const leadOn = db.prepare(
    `UPDATE room_aliases SET into_id = (SELECT into_id FROM room_aliases WHERE alias_oid = ?2)
     WHERE into_id = ?1 AND EXISTS (SELECT 1 FROM room_aliases WHERE alias_oid = ?2)`,
  )
  const forget = db.prepare('DELETE FROM room_aliases WHERE into_id = ?')
  return (roomId, roomOid) => {
    leadOn.run(roomId, roomOid)
    forget.run(roomId)
  }
}

interface Merge {
  aliasOid: string
  intoId: number
  importId: number
  wasLocal: number
}

/** What the trash does with rooms that were merged. */
interface MergeTrash {
  /**
   * They are rooms of their own again: what was put into the other one is to be purged. Inside a transaction.
   *
   * @returns the imports that hold it, of which the other room still counts the messages
   */
  undo(trashOid: string): number[]
  /** They can no longer be taken back. */
  settle(trashOid: string): void
}

export function createMergeTrash(db: Database): MergeTrash {
  const select = db.prepare(
    `SELECT alias_oid AS aliasOid, into_id AS intoId, import_id AS importId, was_local AS wasLocal
     FROM room_aliases WHERE trash_oid = ?`,
  )
  const insertEntry = db.prepare('INSERT INTO trash (trash_oid, until) VALUES (?, 0)')
  // By the id that the room has now: it may be in the trash itself.
  const dropImport = db.prepare(
    `UPDATE imports SET state = 'trashed', trash_oid = ?1,
       room_oids = (SELECT json_array(room_oid) FROM rooms WHERE room_id = ?2) WHERE import_id = ?3`,
  )
  const deleteAlias = db.prepare('DELETE FROM room_aliases WHERE alias_oid = ?')
  const setLocal = db.prepare('UPDATE rooms SET local_only = ? WHERE room_id = ?')
  const settleAll = db.prepare(
    'UPDATE room_aliases SET trash_oid = NULL, import_id = NULL WHERE trash_oid = ?',
  )
  return {
    undo(trashOid) {
      const merges = select.all(trashOid) as unknown as Merge[]
      if (merges.length === 0) return []
      insertEntry.run(undoneEntry(trashOid))
      for (const { aliasOid, intoId, importId, wasLocal } of merges) {
        dropImport.run(undoneEntry(trashOid), intoId, importId)
        deleteAlias.run(aliasOid)
        setLocal.run(wasLocal, intoId)
      }
      return [...new Set(merges.map(({ importId }) => importId))]
    },
    settle: (trashOid) => void settleAll.run(trashOid),
  }
}
