import type { TFunction } from 'i18next'

export const whenKinds = ['daily', 'weekly', 'monthly', 'cron'] as const
export type WhenKind = (typeof whenKinds)[number]

/** When a schedule runs, as a person says it. What another kind needs is kept while the kind is changed. */
export interface When {
  kind: WhenKind
  /** `HH:MM`, by the clock of the schedule's time zone. */
  time: string
  /** Days of the week, 1 (Monday) to 7 (Sunday), in order. */
  days: readonly number[]
  /** Day of the month, 1 to 31; `last`: the last one, however long the month is. */
  day: number | 'last'
  /** The five fields of cron, for what the other kinds cannot say. */
  cron: string
}

/** What most people want of a weekly report. */
export const everyMonday: When = {
  kind: 'weekly',
  time: '08:00',
  days: [1],
  day: 1,
  cron: '0 8 * * 1',
}

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** 1 (Monday) to 7 (Sunday); cron counts Sunday as 0 or 7. Null where it is no single day. */
const weekday = (text: string): number | null => {
  const named = weekdayNames.indexOf(text.toUpperCase())
  if (named >= 0) return named === 0 ? 7 : named
  if (!/^[0-7]$/u.test(text)) return null
  return text === '0' ? 7 : Number(text)
}

/** `1,3`, `1-5`, `MON-FRI` as days in order; null for what needs cron to be said. */
const weekdays = (field: string): number[] | null => {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const [first, last = first, ...more] = part.split('-').map(weekday)
    if (typeof first !== 'number' || typeof last !== 'number' || more.length > 0) return null
    if (last < first) return null
    for (let day = first; day <= last; day += 1) found.add(day)
  }
  return [...found].sort((a, b) => a - b)
}

const numberBelow = (text: string, most: number): number | null =>
  /^\d{1,2}$/u.test(text) && Number(text) <= most ? Number(text) : null

/** Reads what cron says; what has no plainer words stays cron. */
export const fromCron = (cron: string): When => {
  const asCron: When = { ...everyMonday, kind: 'cron', cron }
  const [minute = '', hour = '', date = '', month = '', week = '', ...more] = cron
    .trim()
    .split(/\s+/u)
  const at = [numberBelow(hour, 23), numberBelow(minute, 59)]
  if (more.length > 0 || month !== '*' || at.includes(null)) return asCron
  const time = at.map((part) => String(part).padStart(2, '0')).join(':')
  const said = { ...everyMonday, time, cron }
  if (date === '*') {
    if (week === '*') return { ...said, kind: 'daily' }
    const days = weekdays(week)
    return days === null ? asCron : { ...said, kind: 'weekly', days }
  }
  if (week !== '*') return asCron
  if (date.toUpperCase() === 'L') return { ...said, kind: 'monthly', day: 'last' }
  const day = numberBelow(date, 31)
  return day === null || day === 0 ? asCron : { ...said, kind: 'monthly', day }
}

export const whenProblem = ({ kind, time, days, cron }: When): 'time' | 'days' | 'cron' | null => {
  if (kind === 'cron') return cron.trim() === '' ? 'cron' : null
  if (!/^([01]\d|2[0-3]):[0-5]\d$/u.test(time)) return 'time'
  return kind === 'weekly' && days.length === 0 ? 'days' : null
}

/** The five fields of cron. Only of what {@link whenProblem} finds nothing in. */
export const toCron = ({ kind, time, days, day, cron }: When): string => {
  const [hour, minute] = time.split(':').map(Number)
  switch (kind) {
    case 'daily':
      return `${minute} ${hour} * * *`
    case 'weekly':
      return `${minute} ${hour} * * ${days.join(',')}`
    case 'monthly':
      return `${minute} ${hour} ${day === 'last' ? 'L' : day} * *`
    case 'cron':
      return cron.trim().replaceAll(/\s+/gu, ' ')
  }
}

/** 5 January 2026 was a Monday. */
const mondayOf = (day: number): number => Date.UTC(2026, 0, 4 + day)

/** The name of a day of the week, 1 (Monday) to 7 (Sunday). */
export const weekdayName = (
  language: string | undefined,
  day: number,
  style: 'long' | 'short',
): string =>
  new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(mondayOf(day))

/** "08:00", or "08:00 AM" where people say so. */
export const clockTime = (language: string | undefined, time: string): string => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(Date.UTC(2026, 0, 5, hour, minute))
}

const weekend = [6, 7]

/** "Every Monday at 08:00": when a schedule runs, in words. */
export const whenText = (t: TFunction, language: string | undefined, when: When): string => {
  const { kind, days, day, cron } = when
  const time = clockTime(language, when.time)
  switch (kind) {
    case 'daily':
      return t('schedules.when.daily', { time })
    case 'weekly': {
      const isWorkWeek = days.length === 5 && !days.some((one) => weekend.includes(one))
      if (isWorkWeek) return t('schedules.when.workdays', { time })
      if (days.length === 7) return t('schedules.when.daily', { time })
      const names = days.map((one) => weekdayName(language, one, 'long'))
      const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
      return t('schedules.when.weekly', { days: list, time })
    }
    case 'monthly':
      return day === 'last'
        ? t('schedules.when.lastDay', { time })
        : t('schedules.when.monthly', { day, time })
    case 'cron':
      return t('schedules.when.cron', { cron })
  }
}
