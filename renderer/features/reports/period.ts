import type { ReportOptions } from '../../../server/contract/report-options.ts'

export const periodKinds = [
  'all',
  'sinceLast',
  'day',
  'week',
  'month',
  'lastWeek',
  'lastMonth',
  'custom',
] as const
export type PeriodKind = (typeof periodKinds)[number]

/** Which messages a new report reads. Dates are days of the local calendar, `YYYY-MM-DD` or empty. */
export interface Period {
  kind: PeriodKind
  from: string
  to: string
}

export const wholeTime: Period = { kind: 'all', from: '', to: '' }

const hours: Partial<Record<PeriodKind, number>> = { day: 24, week: 7 * 24, month: 30 * 24 }

export const periodProblem = ({ kind, from, to }: Period): 'empty' | 'wrongOrder' | null => {
  if (kind !== 'custom') return null
  if (from === '' && to === '') return 'empty'
  return from !== '' && to !== '' && from > to ? 'wrongOrder' : null
}

/** Midnight at the begin of a local day, `days` later; the calendar, not 24 hours, says how long a day is. */
const localMidnight = (day: string, days = 0): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + days).toISOString()
}

/**
 * Period as the server takes it: `from` inclusive, `to` exclusive, so the last day counts whole.
 * `sinceLast` begins at another instant in each room, which the server knows.
 */
export const toOptions = (
  period: Period,
  now = Date.now(),
): Pick<ReportOptions, 'from' | 'to' | 'period'> => {
  const { kind, from, to } = period
  if (kind === 'sinceLast') return { period: { sinceLast: true } }
  // The calendar of the report's own zone says when they began.
  if (kind === 'lastWeek') return { period: { calendar: 'week' } }
  if (kind === 'lastMonth') return { period: { calendar: 'month' } }
  if (kind === 'custom') {
    return {
      ...(from !== '' && { from: localMidnight(from) }),
      ...(to !== '' && { to: localMidnight(to, 1) }),
    }
  }
  const span = hours[kind]
  return span === undefined ? {} : { from: new Date(now - span * 3_600_000).toISOString() }
}
