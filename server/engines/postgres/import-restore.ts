import type { Sql } from './pool.ts'

/**
 * Shows again what a hidden import has brought: its rooms count it as they did. The people are still counted:
 * they are forgotten only when messages go. In the transaction of the caller.
 */
export async function showImportAgain(sql: Sql, importId: number): Promise<void> {
  await sql.run(
    `SELECT 1 FROM rooms WHERE room_id IN (SELECT room_id FROM import_rooms WHERE import_id = $1)
     ORDER BY room_oid FOR NO KEY UPDATE`,
    [importId],
  )
  await sql.run(
    `UPDATE rooms r SET visible = trash_oid IS NULL, message_count = message_count + own.messages,
       system_count = system_count + own.system, first_message_at = least(first_message_at, own.first),
       last_message_at = greatest(last_message_at, own.last)
     FROM (
       SELECT n.room_id, count(m.ord) FILTER (WHERE NOT m.is_system) AS messages,
         count(m.ord) FILTER (WHERE m.is_system) AS system,
         min(m.at) FILTER (WHERE m.time_source <> 3 AND NOT m.is_system) AS first,
         max(m.at) FILTER (WHERE m.time_source <> 3 AND NOT m.is_system) AS last
       FROM import_rooms n LEFT JOIN messages m ON m.room_id = n.room_id AND m.import_id = n.import_id
       WHERE n.import_id = $1 GROUP BY n.room_id) own
     WHERE r.room_id = own.room_id`,
    [importId],
  )
  await sql.run('DELETE FROM import_rooms WHERE import_id = $1', [importId])
  await sql.run(`UPDATE imports SET state = 'finished', trash_oid = NULL WHERE import_id = $1`, [
    importId,
  ])
}
