import { useEffect, useState } from 'react'
import type { ReportLogLine } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import type { ReportEntry } from '../reports/index.ts'
import { readLog } from './commands.ts'

const none: readonly ReportLogLine[] = []

/** The log of a report, read again when the report turns; null until it is read. */
export const useLog = (entry: ReportEntry | undefined): readonly ReportLogLine[] | null => {
  const dispatch = useAppDispatch()
  const [log, setLog] = useState<{ of: string; lines: readonly ReportLogLine[] } | null>(null)
  const reportOid = entry?.reportOid
  // What turns a report: each of these stands in the log as a line of its own.
  const turn = entry && `${entry.state} ${entry.attempt} ${entry.delivery}`
  useEffect(() => {
    if (reportOid === undefined || turn === undefined) return
    const request = dispatch(readLog({ reportOid, turn }))
    void request.then((answer) => {
      if (readLog.fulfilled.match(answer)) setLog({ of: reportOid, lines: answer.payload })
    })
    return () => request.abort()
  }, [dispatch, reportOid, turn])
  if (reportOid === undefined) return none
  return log?.of === reportOid ? log.lines : null
}
