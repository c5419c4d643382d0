import type { TFunction } from 'i18next'
import type { ReportPeriod } from '../../../server/contract/reports.ts'
import { periodKey, periodKeys, periodOf } from './choices.ts'

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
