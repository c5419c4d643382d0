import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { isTerminal, type Report } from '../../server/contract/reports.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { databaseOf } from './server-process.ts'

/** `reportOid stage` of every checkpoint with the moment it was made, read while no server runs. */
export function checkpointsOf(dataDir: string): Map<string, number> {
  const db = openDatabase(databaseOf(dataDir))
  try {
    const rows = db
      .prepare('SELECT report_oid, stage, made_at FROM checkpoints')
      .all() as unknown as {
      report_oid: string
      stage: string
      made_at: number
    }[]
    return new Map(rows.map((row) => [`${row.report_oid} ${row.stage}`, row.made_at]))
  } finally {
    db.close()
  }
}

/** Stages that ran again although their result had been kept. */
export const repeatedStages = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number => [...before].filter(([stage, madeAt]) => after.get(stage) !== madeAt).length

/** Why a finished report's file is not a whole workbook; null if it is. */
function faultOf(dataDir: string, report: Report): string | null {
  if (report.workbook === undefined) return 'no workbook'
  const path = join(dataDir, 'reports', report.workbook.fileName)
  if (!existsSync(path)) return 'no file'
  const bytes = readFileSync(path)
  if (createHash('sha256').update(bytes).digest('hex') !== report.workbook.sha256)
    return 'other bytes'
  return 'xl/workbook.xml' in unzipSync(bytes) ? null : 'no workbook part'
}

export interface Verdict {
  lost: number
  stuck: number
  broken: number
}

/** Holds what the server says and what lies on disk against what was acknowledged. */
export function inspect(
  dataDir: string,
  acknowledged: readonly string[],
  reports: readonly Report[],
): Verdict {
  const known = new Map(reports.map((report) => [report.reportOid, report]))
  const finished = reports.filter((report) => report.state === 'finished')
  const owned = new Set(finished.map((report) => report.workbook?.fileName))
  const leftOver = [
    ...readdirSync(join(dataDir, 'reports')).filter((name) => !owned.has(name)),
    ...readdirSync(join(dataDir, 'tmp')),
  ]
  return {
    lost: acknowledged.filter((oid) => known.get(oid)?.state !== 'finished').length,
    stuck: reports.filter((report) => !isTerminal(report.state)).length,
    broken: finished.filter((report) => faultOf(dataDir, report) !== null).length + leftOver.length,
  }
}
