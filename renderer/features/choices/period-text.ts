import type { TFunction } from 'i18next'
import { z } from 'zod'
import { ReportPeriod } from '../../../server/contract/report-options.ts'
import { formatDay, formatDays } from '../../ui/format.ts'
import { periodKey, periodKeys, periodOf } from './options.ts'

/** "Last 7 days", "Last month": a period in words. */
export const periodText = (t: TFunction, period: ReportPeriod): string => {
  const key = periodKey(period)
  const known = periodKeys.find((one) => one === key)
  if (known !== undefined) return t(`groups.periods.${known}`)
  return 'days' in period ? t('groups.periods.days', { count: period.days }) : key
}

/** What may be chosen, with what is chosen now where that is another number of days. */
export const periodData = (t: TFunction, chosen: ReportPeriod | undefined) => {
  const keys: string[] = [...periodKeys]
  if (chosen !== undefined && !keys.includes(periodKey(chosen))) keys.push(periodKey(chosen))
  return keys.map((value) => ({ value, label: periodText(t, periodOf(value)) }))
}

/** Ends as a request over HTTP may have set them. */
const Ends = z.object({ from: z.string().optional(), to: z.string().optional() }).catch({})

/** A period that somebody else has chosen, in words; without one all messages. */
export const anyPeriodText = (t: TFunction, value: unknown): string => {
  const period = ReportPeriod.safeParse(value)
  if (period.success) return periodText(t, period.data)
  const { from, to } = Ends.parse(value)
  if (from !== undefined && to !== undefined) return formatDays(from, to)
  if (from !== undefined) return t('files.since', { day: formatDay(from) })
  return to === undefined ? t('groups.periods.all') : t('files.until', { day: formatDay(to) })
}
