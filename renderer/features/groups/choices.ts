import type { Group, GroupChange } from '../../../server/contract/groups.ts'
import type { ReportOptions, ReportPeriod } from '../../../server/contract/reports.ts'

/** The options with one of them changed; undefined leaves it to the settings. Null: none is left. */
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

/** The language of the workbook changed, beside its other choices. */
export const withLanguage = (
  options: ReportOptions | undefined,
  language: 'en' | 'de' | undefined,
): ReportOptions | null => {
  const { language: _, ...workbook } = options?.workbook ?? {}
  const changed = language === undefined ? workbook : { ...workbook, language }
  return withOption(options, 'workbook', Object.keys(changed).length === 0 ? undefined : changed)
}

/** How a group's reports are mailed: `delivery` goes before `options.delivery`. */
export const deliveryOf = ({ delivery, options }: Group) => delivery ?? options?.delivery

/** Says how reports are mailed in the one place where it goes first. */
export const deliveryChange = (
  { options }: Group,
  delivery: 'single' | 'digest' | null,
): GroupChange =>
  options?.delivery === undefined
    ? { delivery }
    : { delivery, options: withOption(options, 'delivery', undefined) }

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
