import type { ReportLogLine, Stage } from '../../../server/contract/reports.ts'

/** When a stage began and how long it took, as far as the log tells. */
export interface StageTime {
  begunAt: string
  /** Null while it runs, or where it never ended. */
  milliseconds: number | null
}

/** Times of the stages of one attempt. A stage that was begun again counts from its last begin. */
export const stageTimes = (
  lines: readonly ReportLogLine[],
  attempt: number,
): Partial<Record<Stage, StageTime>> => {
  const times: Partial<Record<Stage, StageTime>> = {}
  for (const { id, at, detail, attempt: of } of lines) {
    const stage = detail?.['stage'] as Stage | undefined
    if (of !== attempt || stage === undefined) continue
    if (id === 'report.stage') times[stage] = { begunAt: at, milliseconds: null }
    if (id === 'report.stage_done') {
      const begun = times[stage]
      const took = Number(detail?.['ms'])
      if (begun && Number.isFinite(took)) times[stage] = { ...begun, milliseconds: took }
    }
  }
  return times
}
