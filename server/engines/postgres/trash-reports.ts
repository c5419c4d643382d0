import type { Blobs } from '../../ports/blobs.ts'
import { blobsOfReport, purgedAtOnce, tablesOfReports } from '../shared/trash-reports.ts'
import type { Sql } from './pool.ts'

const nextOids = `SELECT DISTINCT report_oid FROM trash_rows WHERE trash_oid = $1 ORDER BY report_oid LIMIT ${purgedAtOnce}`

/**
 * Moves reports out of their tables, those that are there; in the transaction of the caller.
 *
 * @returns which
 */
export async function takeReports(
  sql: Sql,
  trashOid: string,
  reportOids: readonly string[],
): Promise<string[]> {
  let taken: string[] = []
  for (const table of tablesOfReports) {
    const rows = await sql.rows<{ oid: string }>(
      `WITH gone AS (DELETE FROM ${table} WHERE report_oid = ANY ($2) RETURNING *)
       INSERT INTO trash_rows (trash_oid, report_oid, of_table, content)
       SELECT $1, report_oid, '${table}', row_to_json(gone)::text FROM gone RETURNING report_oid AS oid`,
      [trashOid, table === 'reports' ? reportOids : taken],
    )
    if (table === 'reports') taken = rows.map(({ oid }) => oid)
  }
  return reportOids.filter((oid) => taken.includes(oid))
}

/** Moves them back, and says which. */
export async function giveReportsBack(sql: Sql, trashOid: string): Promise<string[]> {
  for (const table of tablesOfReports) {
    // All rows of one entry were written by one version; columns that were added since take their defaults.
    const names = await sql.rows<{ name: string }>(
      `SELECT quote_ident(json_object_keys(content::json)) AS name FROM (
         SELECT content FROM trash_rows WHERE trash_oid = $1 AND of_table = '${table}' LIMIT 1) one`,
      [trashOid],
    )
    if (names.length === 0) continue
    const columns = names.map(({ name }) => name).join(', ')
    await sql.run(
      `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${names.map(({ name }) => `r.${name}`).join(', ')} FROM trash_rows t CROSS JOIN LATERAL json_populate_record(NULL::${table}, t.content::json) r
       WHERE t.trash_oid = $1 AND t.of_table = '${table}' ORDER BY t.row_id`,
      [trashOid],
    )
  }
  const rows = await sql.rows<{ oid: string }>(
    `DELETE FROM trash_rows WHERE trash_oid = $1
     RETURNING CASE of_table WHEN 'reports' THEN report_oid END AS oid`,
    [trashOid],
  )
  return rows.flatMap(({ oid }) => oid ?? [])
}

/** Keys of blobs of the reports that the next `purgeReports` removes. */
export async function blobsOfReports(
  sql: Sql,
  trashOid: string,
  store: Pick<Blobs, 'isShared'>,
): Promise<string[]> {
  const rows = await sql.rows<Parameters<typeof blobsOfReport>[0]>(
    `SELECT report_oid, content::json ->> 'workbook' AS workbook,
       (content::json ->> 'attempt')::integer AS attempt
     FROM trash_rows WHERE trash_oid = $1 AND of_table = 'reports' AND report_oid IN (${nextOids})`,
    [trashOid],
  )
  return rows.flatMap((row) => blobsOfReport(row, store))
}

/** Removes some, with what the log says of them; false if none is left. */
export async function purgeReports(sql: Sql, trashOid: string): Promise<boolean> {
  const rows = await sql.rows<{ oid: string; room: string | null }>(
    `WITH next AS (${nextOids}),
     gone AS (DELETE FROM trash_rows WHERE trash_oid = $1 AND report_oid IN (SELECT report_oid FROM next)
       RETURNING report_oid, of_table, content),
     -- A line may have been on its way while the report was deleted.
     late AS (DELETE FROM report_log WHERE report_oid IN (SELECT report_oid FROM next))
     SELECT report_oid AS oid, content::json ->> 'room_oid' AS room FROM gone WHERE of_table = 'reports'`,
    [trashOid],
  )
  if (rows.length === 0) return false
  // The head of the log stays: the sequence is not given out again.
  await sql.run(
    `DELETE FROM events e USING unnest($1::text[], $2::text[]) AS g (oid, room)
     WHERE e.room = g.room AND strpos(e.data, g.oid) > 0`,
    [rows.map(({ oid }) => JSON.stringify(oid)), rows.map(({ room }) => room)],
  )
  return true
}
