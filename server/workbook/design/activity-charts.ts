import type { BarChart, BarSeries } from '../charts/bar-chart.ts'
import { plainText } from '../text/cell-text.ts'
import { beforeByPeriod } from './before.ts'
import type { DesignContext } from './context.ts'
import { mix } from './palette.ts'
import type { Period } from './periods.ts'
import { count, longWeekdays, weekdays } from '../../figures/amounts.ts'
import { shorten } from './text.ts'

const EPOCH_SERIAL = 25_569
/** Bars of the most active participants. */
const TOP = 10
/** Of a shorter time each day of the week came once: its days tell the same. */
const LEAST_DAYS_FOR_WEEKDAYS = 14
/** Row of the Activity sheet, from 0, where its charts start, and rows from one to the next below. */
export const FIRST_CHART_ROW = 4
export const CHART_STEP = 18

/** Short, so that a chart has room for all of them. */
export const hourLabel = (hour: number): string => String(hour).padStart(2, '0')
export const topOf = (context: DesignContext) => context.statistics.participants.slice(0, TOP)

export type ChartKind = 'course' | 'top' | 'hours' | 'weekdays'

/** What the Activity sheet draws, in its order: nothing that would be a single bar. */
export function chartKinds(context: DesignContext): ChartKind[] {
  const { hours, weekdays: ofWeek, days } = context.statistics
  const span = (days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0) + 1
  const top = topOf(context).map(({ messages }) => messages)
  const isChart = (values: readonly number[]): boolean =>
    values.filter((value) => value > 0).length > 1
  const kinds: [ChartKind, boolean][] = [
    ['course', context.periods.items.length > 1],
    ['top', isChart(top)],
    ['hours', isChart(hours)],
    ['weekdays', span >= LEAST_DAYS_FOR_WEEKDAYS && isChart(ofWeek)],
  ]
  return kinds.filter(([, isDrawn]) => isDrawn).map(([kind]) => kind)
}

/** Row of the Activity sheet, from 1, where the heads of its tables stand: two charts lie side by side. */
export const tableRow = (context: DesignContext): number =>
  FIRST_CHART_ROW + CHART_STEP * Math.ceil(chartKinds(context).length / 2) + 2

export function chartOf(context: DesignContext, kind: ChartKind): BarChart | null {
  switch (kind) {
    case 'course':
      return courseChart(context)
    case 'top':
      return topChart(context)
    case 'hours':
      return hourChart(context)
    case 'weekdays':
      return weekdayChart(context)
  }
}

/** The one chart of the Summary sheet: days, or hours where there are too few days to see a course. */
export function overviewChart(context: DesignContext): BarChart | null {
  const kinds = chartKinds(context)
  const isShort = context.periods.items.length < 3
  const kind = (['course', 'hours'] as const).find(
    (one) => kinds.includes(one) && !(one === 'course' && isShort && kinds.includes('hours')),
  )
  const chart = kind === undefined ? null : chartOf(context, kind)
  return chart === null ? null : { ...chart, isLiteral: !context.hasSheet('Activity') }
}

const range = (from: string, to: string): string => `'Activity'!${from}:${to}`

/** Null before 1900-03-01, where Excel's calendar is wrong. */
export const daySerial = ({ day }: Period): number | null =>
  day + EPOCH_SERIAL > 60 && day + EPOCH_SERIAL < 2_958_466 ? day + EPOCH_SERIAL : null

const look = ({ colors }: DesignContext) => ({
  color: colors.accent,
  ink: colors.ink,
  line: colors.line,
})

/** A column of the tables from their head down. */
function column(
  context: DesignContext,
  letter: string,
  name: string,
  values: readonly number[],
): BarSeries {
  const head = tableRow(context)
  return {
    nameCell: `'Activity'!$${letter}$${head}`,
    name,
    range: range(`$${letter}$${head + 1}`, `$${letter}$${head + values.length}`),
    values,
  }
}

/** Messages per day, week, month or year, beside those of the time before where there are some. */
function courseChart(context: DesignContext): BarChart | null {
  const { unit, items } = context.periods
  const first = items[0]
  if (first === undefined) return null
  const head = tableRow(context)
  const categoryRange = range(`$O$${head + 1}`, `$O$${head + items.length}`)
  const serials = items.map(daySerial)
  const days = serials.filter((serial) => serial !== null)
  const isDates = unit === 'day' && days.length === serials.length
  const peak = items.reduce((best, item) => (item.messages > best.messages ? item : best), first)
  const values = items.map(({ messages }) => messages)
  const before = beforeByPeriod(context)
  const beside = before === null ? '' : ', beside the time before'
  return {
    title: `Messages per ${unit}${beside}`,
    description: `Columns: messages per ${unit}${beside}, ${first.label} to ${items.at(-1)?.label ?? ''}; most on ${peak.label}, ${count(peak.messages)}.`,
    direction: 'columns',
    categories: isDates
      ? { range: categoryRange, days }
      : { range: categoryRange, values: items.map(({ label }) => label) },
    series: column(context, 'P', before === null ? 'Messages' : 'This time', values),
    ...(before === null
      ? {}
      : {
          before: {
            ...column(context, 'R', 'Time before', before),
            color: mix(context.colors.accent, 'FFFFFF', 0.65),
          },
        }),
    ...(isDates || items.length <= 14 ? {} : { labelEvery: Math.ceil(items.length / 12) }),
    ...look(context),
  }
}

function topChart(context: DesignContext): BarChart {
  const top = topOf(context)
  const head = tableRow(context)
  const names = top.map(({ author }) => shorten(plainText(author), 60))
  return {
    title: 'Most active participants',
    description: `Bars: messages of the ${top.length} most active participants; first ${names[0] ?? ''}, ${count(top[0]?.messages ?? 0)}.`,
    direction: 'bars',
    categories: { range: range(`$L$${head + 1}`, `$L$${head + top.length}`), values: names },
    series: column(
      context,
      'M',
      'Messages',
      top.map(({ messages }) => messages),
    ),
    showValues: true,
    ...look(context),
  }
}

function hourChart(context: DesignContext): BarChart {
  const { hours, days } = context.statistics
  const head = tableRow(context)
  const busiest = hours.indexOf(Math.max(...hours))
  const title = days.length === 1 ? 'Messages by hour' : 'Messages by hour of the day'
  return {
    title,
    description: `Columns: ${title.toLowerCase()}; most from ${hourLabel(busiest)}:00, ${count(hours[busiest] ?? 0)}.`,
    direction: 'columns',
    categories: {
      range: range(`$B$${head + 1}`, `$B$${head + 24}`),
      values: hours.map((_, hour) => hourLabel(hour)),
    },
    series: column(context, 'J', 'Messages', hours),
    ...look(context),
  }
}

function weekdayChart(context: DesignContext): BarChart {
  const values = context.statistics.weekdays
  const head = tableRow(context)
  const busiest = values.indexOf(Math.max(...values))
  return {
    title: 'Messages by day of the week',
    description: `Columns: messages by day of the week; most on ${longWeekdays[busiest] ?? ''}, ${count(values[busiest] ?? 0)}.`,
    direction: 'columns',
    categories: { range: range(`$C$${head}`, `$I$${head}`), values: weekdays },
    series: {
      nameCell: `'Activity'!$B$${head + 25}`,
      name: 'Total',
      range: range(`$C$${head + 25}`, `$I$${head + 25}`),
      values,
    },
    showValues: true,
    ...look(context),
  }
}
