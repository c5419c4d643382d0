import { stages, terminalStates, type ReportLogLine, type Stage } from '../contract/reports.ts'

/** What became of reports since the start, for the metrics. */
export interface ReportStats {
  /** Attempts that ended, by state. */
  ended: Record<(typeof terminalStates)[number], number>
  /** Mails settled, by delivery state. */
  deliveries: Record<string, number>
  /** Runs and seconds of each stage. */
  stages: Record<Stage, { runs: number; seconds: number }>
  /** Times that a report waited for the model or mail server, or before another try. */
  waits: number
  retries: number
}

export interface ReportCounter {
  count(line: Omit<ReportLogLine, 'at'>): void
  stats(): Readonly<ReportStats>
}

const settled = new Set(['sent', 'saved', 'failed', 'uncertain'])

/** Counts by the lines of the reports' logs: whatever is logged is counted, and nothing else. */
export function createReportCounter(): ReportCounter {
  const stats: ReportStats = {
    ended: { finished: 0, failed: 0, cancelled: 0 },
    deliveries: {},
    stages: {
      collecting: { runs: 0, seconds: 0 },
      summarizing: { runs: 0, seconds: 0 },
      writing: { runs: 0, seconds: 0 },
    },
    waits: 0,
    retries: 0,
  }

  function countStage(detail: ReportLogLine['detail']): void {
    const stage = stages.find((name) => name === detail?.['stage'])
    if (stage === undefined) return
    stats.stages[stage].runs++
    stats.stages[stage].seconds += Number(detail?.['ms'] ?? 0) / 1_000
  }

  return {
    count({ id, detail }) {
      const state = terminalStates.find((name) => id === `report.${name}`)
      if (state !== undefined) stats.ended[state]++
      else if (id === 'report.stage_done') countStage(detail)
      else if (id === 'report.waiting') stats.waits++
      else if (id === 'report.retried') stats.retries++
      else if (id === 'report.delivery') {
        const delivery = String(detail?.['delivery'] ?? '')
        if (settled.has(delivery)) {
          stats.deliveries[delivery] = (stats.deliveries[delivery] ?? 0) + 1
        }
      }
    },
    stats: () => stats,
  }
}
