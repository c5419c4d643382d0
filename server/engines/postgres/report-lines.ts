import { reportLimits } from '../../contract/limits.ts'
import type { ReportLogLine } from '../../contract/reports.ts'
import type { ReportLines } from '../../ports/reports.ts'
import { fromLineRow, type LineRow } from '../shared/report-rows.ts'
import { jsonText } from './json-text.ts'
import type { Pool } from './pool.ts'

/** The `report_log` table. */
export const postgresReportLines = (pool: Pool): ReportLines => ({
  async add(lines) {
    const all = lines.map(({ line }) => line)
    const saidOf = ({ code, params }: ReportLogLine): string | null =>
      code === undefined ? null : jsonText({ code, params })
    // The first lines say how it began and the newest how it ended; of too many, those between go.
    await pool.often.run(
      `WITH given AS (
         SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::text[],
           $7::text[], $8::text[]) WITH ORDINALITY AS g (report_oid, at, attempt, level, id, message, said, detail, n)
       ),
       placed AS (
         SELECT given.*, row_number() OVER lines AS place, count(*) OVER (PARTITION BY report_oid) AS added,
           (SELECT count(*) FROM report_log l WHERE l.report_oid = given.report_oid) AS known
         FROM given WINDOW lines AS (PARTITION BY report_oid ORDER BY n)
       ),
       dropped AS (
         DELETE FROM report_log WHERE line_id IN (
           SELECT l.line_id FROM (SELECT DISTINCT report_oid FROM placed) p CROSS JOIN LATERAL (
             SELECT line_id FROM report_log WHERE report_oid = p.report_oid
             ORDER BY line_id OFFSET $9::integer - 1) l)
       )
       INSERT INTO report_log (report_oid, at, attempt, level, id, message, said, detail)
       SELECT report_oid, at, attempt, level, id, message, said, detail FROM placed
       WHERE known + place < $9 OR place = added ORDER BY n`,
      [
        lines.map(({ reportOid }) => reportOid),
        all.map(({ at }) => Date.parse(at)),
        all.map(({ attempt }) => attempt),
        all.map(({ level }) => level),
        all.map(({ id }) => id),
        all.map(({ message }) => message),
        all.map(saidOf),
        all.map(({ detail }) => (detail === undefined ? null : jsonText(detail))),
        reportLimits.maxLogLines,
      ],
    )
  },
  async list(reportOid) {
    const rows = await pool.rows<LineRow>(
      'SELECT * FROM report_log WHERE report_oid = $1 ORDER BY line_id',
      [reportOid],
    )
    return rows.map(fromLineRow)
  },
})
