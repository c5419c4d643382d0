import type { ReportLogLine } from '../../../server/contract/reports.ts'
import type { ReportEntry } from '../reports/index.ts'

/** Facts of a line that name nobody: a file name would hold the name of its room. */
const harmless = new Set(['stage', 'code', 'ms', 'bytes', 'delivery', 'messages', 'percent'])

const lineOf = ({ at, attempt, level, id, detail = {} }: ReportLogLine) => ({
  at,
  attempt,
  level,
  id,
  ...Object.fromEntries(Object.entries(detail).filter(([name]) => harmless.has(name))),
})

/**
 * What a person may paste into a message: ids, codes and times; no name, no chat text, no token, and
 * no sentence of a foreign server, which could quote any of them. The latest line stands first.
 */
export const diagnosticsOf = (entry: ReportEntry, log: readonly ReportLogLine[] = []): string => {
  const { reportOid, roomOid, state, delivery, attempt, progress, error } = entry
  const { createdAt, startedAt, finishedAt } = entry
  return JSON.stringify(
    {
      reportOid,
      roomOid,
      state,
      delivery,
      attempt,
      progress,
      error: error && { code: error.code, stage: error.stage, retryable: error.retryable },
      createdAt,
      startedAt,
      finishedAt,
      log: log.map(lineOf).toReversed(),
    },
    null,
    2,
  )
}
