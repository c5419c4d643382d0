import type { ReportRow } from '../shared/report-rows.ts'
import { blobsOfReport, purgedAtOnce, tablesOfReports } from '../shared/trash-reports.ts'
import type { Database } from './database.ts'

type Row = Record<string, string | number | null>

interface ReportTrash {
  /** Ids of the reports of a room, those alone that are not being made. */
  ofRoom(roomOid: string): string[]
  /** Moves a report out of its tables; false if there is none. All within the caller's transaction. */
  take(trashOid: string, reportOid: string): boolean
  /** Moves them back, and says which. */
  giveBack(trashOid: string): string[]
  /** Keys of blobs of the reports that the next `purge` removes. */
  blobs(trashOid: string): string[]
  /** Removes some; false if none is left. */
  purge(trashOid: string): boolean
}

export function createReportTrash(db: Database): ReportTrash {
  const ofRoom = db.prepare(
    'SELECT report_oid AS oid FROM reports WHERE room_oid = ?1 OR merged_into = ?1',
  )
  const hasId = db.prepare('SELECT 1 FROM reports WHERE report_id = ?')
  const dropLateLines = db.prepare('DELETE FROM report_log WHERE report_oid = ?')
  const keep = db.prepare(
    'INSERT INTO trash_rows (trash_oid, report_oid, of_table, content) VALUES (?, ?, ?, ?)',
  )
  const kept = db.prepare(
    'SELECT of_table AS name, content FROM trash_rows WHERE trash_oid = ? ORDER BY row_id',
  )
  const forget = db.prepare('DELETE FROM trash_rows WHERE trash_oid = ?')
  const next = db.prepare(
    `SELECT DISTINCT report_oid AS oid FROM trash_rows WHERE trash_oid = ? ORDER BY report_oid LIMIT ${purgedAtOnce}`,
  )
  const nextReports = db.prepare(
    `SELECT content FROM trash_rows WHERE trash_oid = ?1 AND of_table = 'reports' AND report_oid IN (
       SELECT DISTINCT report_oid FROM trash_rows WHERE trash_oid = ?1 ORDER BY report_oid LIMIT ${purgedAtOnce})`,
  )
  const drop = db.prepare('DELETE FROM trash_rows WHERE trash_oid = ? AND report_oid = ?')
  // The newest event holds the sequence of the log, and may be one of those that go.
  const holdSequence = db.prepare(
    `INSERT INTO meta (key, value) SELECT 'last-seq', seq FROM events ORDER BY seq DESC LIMIT 1
     ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
  )
  const dropEvents = db.prepare(
    `DELETE FROM events WHERE room IN (SELECT value FROM json_each(?1))
       AND data ->> 'reportOid' IN (SELECT value FROM json_each(?2))`,
  )

  const read = (trashOid: string): ReportRow[] =>
    (nextReports.all(trashOid) as { content: string }[]).map(
      ({ content }) => JSON.parse(content) as ReportRow,
    )

  /** Numbers of rows are given out again once they are gone: what came meanwhile may have this one. */
  function withoutTakenId(table: string, row: Row): Row {
    if (table === 'report_log') {
      const { line_id: _lineId, ...line } = row
      return line
    }
    if (table !== 'reports' || hasId.get(row['report_id'] ?? null) === undefined) return row
    const { report_id: _reportId, ...report } = row
    return report
  }

  return {
    ofRoom: (roomOid) => (ofRoom.all(roomOid) as { oid: string }[]).map(({ oid }) => oid),
    take(trashOid, reportOid) {
      let isThere = false
      for (const table of tablesOfReports) {
        const rows = db.prepare(`SELECT * FROM ${table} WHERE report_oid = ?`).all(reportOid)
        if (table === 'reports') isThere = rows.length > 0
        if (!isThere) return false
        for (const row of rows) keep.run(trashOid, reportOid, table, JSON.stringify(row))
        db.prepare(`DELETE FROM ${table} WHERE report_oid = ?`).run(reportOid)
      }
      return isThere
    },
    giveBack(trashOid) {
      const oids: string[] = []
      for (const { name, content } of kept.all(trashOid) as { name: string; content: string }[]) {
        const row = withoutTakenId(name, JSON.parse(content) as Row)
        const columns = Object.keys(row)
        const places = columns.map(() => '?').join(', ')
        db.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`).run(
          ...Object.values(row),
        )
        if (name === 'reports') oids.push(String(row['report_oid']))
      }
      forget.run(trashOid)
      return oids
    },
    blobs: (trashOid) => read(trashOid).flatMap((row) => blobsOfReport(row)),
    purge(trashOid) {
      const oids = (next.all(trashOid) as { oid: string }[]).map(({ oid }) => oid)
      if (oids.length === 0) return false
      const rooms = new Set(read(trashOid).map(({ room_oid: room }) => room))
      holdSequence.run()
      dropEvents.run(JSON.stringify([...rooms]), JSON.stringify(oids))
      for (const oid of oids) {
        drop.run(trashOid, oid)
        // A line may have been on its way while the report was deleted.
        dropLateLines.run(oid)
      }
      return true
    },
  }
}
