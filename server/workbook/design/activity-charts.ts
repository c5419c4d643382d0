import type { BarChart } from '../charts/bar-chart.ts'
import { plainText } from '../text/cell-text.ts'
import type { DesignContext } from './context.ts'
import type { Period } from './periods.ts'
import { count, longWeekdays, shorten, weekdays } from './text.ts'

const EPOCH_SERIAL = 25_569
/** Row of the Activity sheet where its tables start, below two rows of charts. */
export const TABLE_ROW = 42
/** Bars of the most active participants. */
const TOP = 10

/** Short, so that a chart has room for all of them. */
export const hourLabel = (hour: number): string => String(hour).padStart(2, '0')
export const topOf = (context: DesignContext) => context.statistics.participants.slice(0, TOP)

const range = (from: string, to: string): string => `'Activity'!${from}:${to}`

/** Null before 1900-03-01, where Excel's calendar is wrong. */
export const daySerial = ({ day }: Period): number | null =>
  day + EPOCH_SERIAL > 60 && day + EPOCH_SERIAL < 2_958_466 ? day + EPOCH_SERIAL : null

const look = ({ colors }: DesignContext) => ({
  color: colors.accent,
  ink: colors.ink,
  line: colors.line,
})

/** Messages per day, week, month or year; null where no message has a time. */
export function activityChart(context: DesignContext): BarChart | null {
  const { unit, items } = context.periods
  const first = items[0]
  if (first === undefined) return null
  const last = TABLE_ROW + items.length
  const categoryRange = range(`$O$${TABLE_ROW + 1}`, `$O$${last}`)
  const serials = items.map(daySerial)
  const days = serials.filter((serial) => serial !== null)
  const isDates = unit === 'day' && days.length === serials.length
  const peak = items.reduce((best, item) => (item.messages > best.messages ? item : best), first)
  return {
    title: `Messages per ${unit}`,
    description: `Columns: messages per ${unit}, ${first.label} to ${items.at(-1)?.label ?? ''}; most on ${peak.label}, ${count(peak.messages)}.`,
    direction: 'columns',
    categories: isDates
      ? { range: categoryRange, days }
      : { range: categoryRange, values: items.map(({ label }) => label) },
    series: {
      nameCell: `'Activity'!$P$${TABLE_ROW}`,
      name: 'Messages',
      range: range(`$P$${TABLE_ROW + 1}`, `$P$${last}`),
      values: items.map(({ messages }) => messages),
    },
    ...(isDates || items.length <= 14 ? {} : { labelEvery: Math.ceil(items.length / 12) }),
    ...look(context),
  }
}

/** The one chart of the Summary sheet: days, or hours where there are too few days to see a course. */
export function overviewChart(context: DesignContext): BarChart | null {
  const { length } = context.periods.items
  const chart = length > 0 && length < 3 ? hourChart(context) : activityChart(context)
  return chart === null ? null : { ...chart, isLiteral: !context.hasSheet('Activity') }
}

export function topChart(context: DesignContext): BarChart | null {
  const top = topOf(context)
  if (top.length === 0) return null
  const names = top.map(({ author }) => shorten(plainText(author), 60))
  return {
    title: 'Most active participants',
    description: `Bars: messages of the ${top.length} most active participants; first ${names[0] ?? ''}, ${count(top[0]?.messages ?? 0)}.`,
    direction: 'bars',
    categories: {
      range: range(`$L$${TABLE_ROW + 1}`, `$L$${TABLE_ROW + top.length}`),
      values: names,
    },
    series: {
      nameCell: `'Activity'!$M$${TABLE_ROW}`,
      name: 'Messages',
      range: range(`$M$${TABLE_ROW + 1}`, `$M$${TABLE_ROW + top.length}`),
      values: top.map(({ messages }) => messages),
    },
    showValues: true,
    ...look(context),
  }
}

export function hourChart(context: DesignContext): BarChart {
  const { hours } = context.statistics
  const busiest = hours.indexOf(Math.max(...hours))
  return {
    title: 'Messages by hour of the day',
    description: `Columns: messages by hour of the day; most from ${hourLabel(busiest)}:00, ${count(hours[busiest] ?? 0)}.`,
    direction: 'columns',
    categories: {
      range: range(`$B$${TABLE_ROW + 1}`, `$B$${TABLE_ROW + 24}`),
      values: hours.map((_, hour) => hourLabel(hour)),
    },
    series: {
      nameCell: `'Activity'!$J$${TABLE_ROW}`,
      name: 'Messages',
      range: range(`$J$${TABLE_ROW + 1}`, `$J$${TABLE_ROW + 24}`),
      values: hours,
    },
    ...look(context),
  }
}

export function weekdayChart(context: DesignContext): BarChart {
  const values = context.statistics.weekdays
  const busiest = values.indexOf(Math.max(...values))
  return {
    title: 'Messages by day of the week',
    description: `Columns: messages by day of the week; most on ${longWeekdays[busiest] ?? ''}, ${count(values[busiest] ?? 0)}.`,
    direction: 'columns',
    categories: { range: range(`$C$${TABLE_ROW}`, `$I$${TABLE_ROW}`), values: weekdays },
    series: {
      nameCell: `'Activity'!$B$${TABLE_ROW + 25}`,
      name: 'Total',
      range: range(`$C$${TABLE_ROW + 25}`, `$I$${TABLE_ROW + 25}`),
      values,
    },
    showValues: true,
    ...look(context),
  }
}
