import type { ReportLogLine } from '../../contract/reports.ts'
import { reportLimits } from '../../contract/limits.ts'
import { transaction, type Database } from './database.ts'
import { saidOf } from './report-rows.ts'

/** A line with the report that it is about. */
export interface LoggedLine {
  reportOid: string
  line: ReportLogLine
}

/** The log of each report: what happened to it, line by line. */
export interface ReportLogStore {
  /** Keeps all of them or, if it throws, none. */
  add(lines: readonly LoggedLine[]): void
  /** Oldest first. */
  list(reportOid: string): ReportLogLine[]
}

interface Row {
  at: number
  attempt: number
  level: string
  id: string
  message: string
  said: string | null
  detail: string | null
}

export function createReportLogStore(db: Database): ReportLogStore {
  const insert = db.prepare(
    `INSERT INTO report_log (report_oid, at, attempt, level, id, message, said, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = db.prepare(`SELECT count(*) AS n FROM report_log WHERE report_oid = ?`)
  // The first lines say how it began and the newest how it ended; a model server that asks for
  // patience a thousand times loses some of the lines between.
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
    add(lines) {
      transaction(db, () => {
        for (const line of lines) addOne(line)
      })
    },
    list: (reportOid) =>
      (select.all(reportOid) as unknown as Row[]).map((row) => ({
        at: new Date(row.at).toISOString(),
        attempt: row.attempt,
        level: row.level as ReportLogLine['level'],
        id: row.id,
        ...saidOf(row),
        message: row.message,
        ...(row.detail === null
          ? {}
          : { detail: JSON.parse(row.detail) as NonNullable<ReportLogLine['detail']> }),
      })),
  }
}
