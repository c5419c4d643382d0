import { reportLimits } from '../../contract/limits.ts'
import type { LoggedLine, ReportLines } from '../../ports/reports.ts'
import type { Database } from './database.ts'
import { fromLineRow, type LineRow } from '../shared/report-rows.ts'
import { writesOf } from './writes.ts'

export function sqliteReportLines(db: Database): ReportLines {
  const { write } = writesOf(db)
  const insert = db.prepare(
    `INSERT INTO report_log (report_oid, at, attempt, level, id, message, said, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = db.prepare(`SELECT count(*) AS n FROM report_log WHERE report_oid = ?`)
  // The first lines say how it began and the newest how it ended; where a model server
  // asks a thousand times to wait, some of those lines are lost.
  const dropNewest = db.prepare(
    `DELETE FROM report_log WHERE line_id =
       (SELECT line_id FROM report_log WHERE report_oid = ? ORDER BY line_id DESC LIMIT 1)`,
  )
  const select = db.prepare(
    `SELECT at, attempt, level, id, message, said, detail FROM report_log
     WHERE report_oid = ? ORDER BY line_id`,
  )

  function addOne({ reportOid, line }: LoggedLine): void {
    const { code, params } = line
    const { n } = count.get(reportOid) as { n: number }
    if (n >= reportLimits.maxLogLines) dropNewest.run(reportOid)
    insert.run(
      reportOid,
      Date.parse(line.at),
      line.attempt,
      line.level,
      line.id,
      line.message,
      code === undefined ? null : JSON.stringify({ code, params }),
      line.detail === undefined ? null : JSON.stringify(line.detail),
    )
  }

  return {
    add: (lines) => write(() => lines.forEach(addOne)),
    list: async (reportOid) => (select.all(reportOid) as unknown as LineRow[]).map(fromLineRow),
  }
}
