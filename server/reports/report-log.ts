import type { Logger } from 'pino'
import { runLimits } from './limits.ts'
import type { ReportLogLine } from '../contract/reports.ts'
import type { Sentence } from '../contract/sentences.ts'
import type { LoggedLine, ReportLines } from '../ports/reports.ts'
import { createReportCounter, type ReportStats } from './report-stats.ts'
import { inEnglish } from '../words/say.ts'

/** A line of a report's log, before it has a time and words. */
export type NewLogLine = Pick<ReportLogLine, 'attempt' | 'level' | 'id' | 'detail'> & {
  said: Sentence
}

/** Writes a line about the report. */
export type LogReport = (line: NewLogLine) => void

/** What is said of each report: to the structured log and, for its drawer in the window, to the store. */
export interface ReportLog {
  /** @param traceparent of the request that asked for the report */
  of(reportOid: string, roomOid: string, traceparent?: string): LogReport
  list(reportOid: string): Promise<ReportLogLine[]>
  /** What the lines add up to since the start. */
  stats(): Readonly<ReportStats>
  /** Keeps what has not been kept yet. */
  close(): Promise<void>
}

export interface ReportLogOptions {
  lines: ReportLines
  log: Logger
  now(): number
}

export function createReportLog({ lines: store, log, now }: ReportLogOptions): ReportLog {
  const counter = createReportCounter()
  /** Not in the store yet: hundreds of lines a second cost one transaction. */
  let waiting: LoggedLine[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let keeping: Promise<void> = Promise.resolve()

  async function keep(): Promise<void> {
    const lines = waiting
    waiting = []
    if (lines.length === 0) return
    try {
      await store.add(lines)
    } catch (error) {
      // The lines stand in the file; a full disk must not stop the reports that they are about.
      log.warn({ id: 'report.log_failed', lines: lines.length, err: error }, 'Lines were not kept')
    }
  }

  /** Resolves once all that was said before is kept: also what another call has just taken to the store. */
  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    keeping = keeping.then(keep)
    return keeping
  }

  return {
    of: (reportOid, roomOid, traceparent) => (line) => {
      const { said, ...rest } = line
      const { id, level, attempt, detail } = rest
      const message = inEnglish(said)
      counter.count({ ...rest, message })
      const trace = traceparent === undefined ? {} : { traceparent }
      log[level]({ id, reportOid, roomOid, attempt, ...trace, ...detail }, message)
      const at = new Date(now()).toISOString()
      waiting.push({ reportOid, line: { at, ...rest, ...said, message } })
      timer ??= setTimeout(() => void flush(), runLimits.logFlushMs)
    },
    async list(reportOid) {
      await flush()
      return store.list(reportOid)
    },
    stats: counter.stats,
    close: flush,
  }
}
