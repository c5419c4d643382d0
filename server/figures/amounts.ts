/** Sentences, numbers and dates as reports and mails say them. English, and the same on every machine. */
import type { LocalClock } from '../local-clock.ts'

const groups = new Intl.NumberFormat('en-US')

export const count = (value: number): string => groups.format(value)

/** `950`, `1.3 k`, `125 k`, `2.4 M`: as a person would say a number whose last digits mean nothing. */
export function rounded(value: number): string {
  if (value < 1_000) return String(Math.round(value))
  const [scaled, unit] = value < 999_500 ? [value / 1_000, 'k'] : [value / 1_000_000, 'M']
  return `${scaled < 10 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)} ${unit}`
}

/** `1 message`, `2 messages` */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** `2 days 3 h`, `12 days`, `4 months`, `3 min`; many sources know no seconds, so there are none here. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return 'under 1 min'
  if (whole < 3_600) return `${Math.round(whole / 60)} min`
  const hours = Math.floor(whole / 3_600)
  const minutes = Math.round((whole % 3_600) / 60)
  if (hours < 24) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
  const days = Math.floor(hours / 24)
  if (days >= 60) return `${Math.round(days / 30.44)} months`
  if (days >= 7) return plural(Math.round(whole / 86_400), 'day')
  return hours % 24 === 0 ? plural(days, 'day') : `${plural(days, 'day')} ${hours % 24} h`
}

export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let scaled = value / 1_000
  let unit = 0
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1_000
    unit += 1
  }
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${units[unit] ?? ''}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
export const longWeekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
]

/** `3 Mar 2024` of a wall clock. */
export function dayText(wall: number): string {
  const date = new Date(wall)
  if (Number.isNaN(date.getTime())) return ''
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`
}

/** `3 Mar 2024, 14:05` */
export function momentText(ms: number, clock: LocalClock): string {
  const wall = clock.wall(ms)
  const date = new Date(wall)
  return Number.isNaN(date.getTime())
    ? ''
    : `${dayText(wall)}, ${date.toISOString().slice(-13, -8)}`
}

/** `1 Mar 2024 to 31 Mar 2024`, the end of a period being exclusive. */
export function periodText(
  period: { from: string | null; to: string | null },
  clock: LocalClock,
): string {
  const from = period.from === null ? null : dayText(clock.wall(Date.parse(period.from)))
  const to = period.to === null ? null : dayText(clock.wall(Date.parse(period.to) - 1))
  if (from === null) return to === null ? 'The whole room' : `Up to ${to}`
  if (to === null) return `From ${from}`
  return from === to ? from : `${from} to ${to}`
}
