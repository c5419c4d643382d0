import type { Database } from './database.ts'

/**
 * Shows again what a hidden import has brought: its rooms count it as they did. The people are still counted:
 * they are forgotten only when messages go. Call it inside a transaction.
 */
export function showImportAgain(db: Database, importId: number): void {
  db.prepare(
    `WITH own AS (
       SELECT m.room_id, count(*) - coalesce(sum(m.is_system), 0) AS messages,
         coalesce(sum(m.is_system), 0) AS system,
         min(m.at) FILTER (WHERE m.time_source <> 3 AND m.is_system = 0) AS first,
         max(m.at) FILTER (WHERE m.time_source <> 3 AND m.is_system = 0) AS last
       FROM import_rooms i JOIN messages m ON m.room_id = i.room_id AND m.import_id = i.import_id
       WHERE i.import_id = ?1 GROUP BY m.room_id
     )
     UPDATE rooms SET visible = trash_oid IS NULL, message_count = message_count + own.messages,
       system_count = system_count + own.system,
       first_message_at = min(coalesce(first_message_at, own.first), coalesce(own.first, first_message_at)),
       last_message_at = max(coalesce(last_message_at, own.last), coalesce(own.last, last_message_at))
     FROM own WHERE rooms.room_id = own.room_id`,
  ).run(importId)
  // Rooms that it made and brought nothing to.
  db.prepare(
    `UPDATE rooms SET visible = 1
     WHERE trash_oid IS NULL AND room_id IN (SELECT room_id FROM import_rooms WHERE import_id = ?)`,
  ).run(importId)
  db.prepare('DELETE FROM import_rooms WHERE import_id = ?').run(importId)
  db.prepare(`UPDATE imports SET state = 'finished', trash_oid = NULL WHERE import_id = ?`).run(
    importId,
  )
}
