import type { Group, GroupChange } from '../../../server/contract/groups.ts'
import type { ReportOptions, ReportPeriod } from '../../../server/contract/report-options.ts'
import type { ReportLanguage, WorkbookRequest } from '../../../server/contract/workbook.ts'

/** Each in its own words, for whoever cannot read the present one. */
export const languageNames: Record<ReportLanguage, string> = { en: 'English', de: 'Deutsch' }

/** The options with one of them changed; undefined leaves it open. Null: none is left. */
export const withOption = <Key extends keyof ReportOptions>(
  options: ReportOptions | undefined,
  key: Key,
  value: ReportOptions[Key] | undefined,
): ReportOptions | null => {
  const changed = { ...options, [key]: value }
  if (value === undefined) delete changed[key]
  // A period takes the place of fixed ends, which a request over HTTP may have set.
  if (key === 'period' && value !== undefined) {
    delete changed.from
    delete changed.to
  }
  return Object.keys(changed).length === 0 ? null : changed
}

/** One choice of the workbook changed, beside its others. */
export const withWorkbook = <Key extends keyof WorkbookRequest>(
  options: ReportOptions | undefined,
  key: Key,
  value: WorkbookRequest[Key] | undefined,
): ReportOptions | null => {
  const changed = { ...options?.workbook, [key]: value }
  if (value === undefined) delete changed[key]
  return withOption(options, 'workbook', Object.keys(changed).length === 0 ? undefined : changed)
}

/** What a group has chosen, in one: its `delivery` goes before `options.delivery`. */
export const optionsOfGroup = ({ delivery, options }: Group): ReportOptions | undefined =>
  delivery === undefined ? options : { ...options, delivery }

/** The same as a change of the group: how reports are mailed is said in the one place where it goes first. */
export const changeOfGroup = (options: ReportOptions | null): GroupChange => {
  const { delivery = null, ...others } = options ?? {}
  return { options: Object.keys(others).length === 0 ? null : others, delivery }
}

/** Periods that are offered; any number of days may stand beside them. */
export const periodKeys = ['days1', 'days7', 'days30', 'week', 'month', 'sinceLast'] as const

/** A period as the value of a list. */
export const periodKey = (period: ReportPeriod): string => {
  if ('sinceLast' in period) return 'sinceLast'
  return 'calendar' in period ? period.calendar : `days${period.days}`
}

/** The period that a value of a list stands for. */
export const periodOf = (key: string): ReportPeriod => {
  if (key === 'sinceLast') return { sinceLast: true }
  if (key === 'week' || key === 'month') return { calendar: key }
  return { days: Number(key.replace('days', '')) }
}
