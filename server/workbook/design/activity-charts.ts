import type { BarChart, BarSeries } from '../charts/bar-chart.ts'
import { plainText } from '../text/cell-text.ts'
import { beforeByPeriod } from './before.ts'
import type { DesignContext } from './context.ts'
import { mix } from './palette.ts'
import type { Period } from './periods.ts'
import type { Speech } from '../../words/speech.ts'
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
type Counted = Pick<DesignContext, 'statistics' | 'periods'>

export const topOf = (context: Pick<Counted, 'statistics'>) =>
  context.statistics.participants.slice(0, TOP)

export type ChartKind = 'course' | 'top' | 'hours' | 'weekdays'

/** What the Activity sheet draws, in its order: nothing that would be a single bar. */
export function chartKinds(context: Counted): ChartKind[] {
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

const range = ({ sheetName }: DesignContext, from: string, to: string): string =>
  `'${sheetName('Activity')}'!${from}:${to}`

/** Null before 1900-03-01, where Excel's calendar is wrong. */
export const daySerial = ({ day }: Period): number | null =>
  day + EPOCH_SERIAL > 60 && day + EPOCH_SERIAL < 2_958_466 ? day + EPOCH_SERIAL : null

const look = ({ colors }: DesignContext) => ({
  color: colors.accent,
  ink: colors.ink,
  line: colors.line,
})

/** A title within a sentence: German nouns stay capitals. */
const inSentence = ({ language }: Speech, title: string): string =>
  language === 'de' ? title : title.charAt(0).toLowerCase() + title.slice(1)

/** A column of the tables from their head down. */
function column(
  context: DesignContext,
  letter: string,
  name: string,
  values: readonly number[],
): BarSeries {
  const head = tableRow(context)
  return {
    nameCell: `'${context.sheetName('Activity')}'!$${letter}$${head}`,
    name,
    range: range(context, `$${letter}$${head + 1}`, `$${letter}$${head + values.length}`),
    values,
  }
}

/** What the course shows, for who cannot see it. */
export function courseText(speech: Speech, title: string, items: readonly Period[]): string {
  const peak = items.reduce<Period | undefined>(
    (best, item) => (item.messages > (best?.messages ?? -1) ? item : best),
    undefined,
  )
  return speech.say('chart_course', {
    title: inSentence(speech, title),
    from: items[0]?.label ?? '',
    to: items.at(-1)?.label ?? '',
    peak: peak?.label ?? '',
    n: speech.count(peak?.messages ?? 0),
  })
}

/** What the hours show, for who cannot see it. */
export function hoursText(speech: Speech, title: string, hours: readonly number[]): string {
  const busiest = hours.indexOf(Math.max(...hours))
  return speech.say('chart_hours_text', {
    title: inSentence(speech, title),
    hour: hourLabel(busiest),
    n: speech.count(hours[busiest] ?? 0),
  })
}

/** Messages per day, week, month or year, beside those of the time before where there are some. */
function courseChart(context: DesignContext): BarChart | null {
  const { speech } = context
  const { unit, items } = context.periods
  const first = items[0]
  if (first === undefined) return null
  const head = tableRow(context)
  const categoryRange = range(context, `$O$${head + 1}`, `$O$${head + items.length}`)
  const serials = items.map(daySerial)
  const days = serials.filter((serial) => serial !== null)
  const isDates = unit === 'day' && days.length === serials.length
  const values = items.map(({ messages }) => messages)
  const before = beforeByPeriod(context)
  const perUnit = speech.say(`per_${unit}`)
  const title = before === null ? perUnit : speech.say('beside_before', { title: perUnit })
  return {
    title,
    description: courseText(speech, title, items),
    direction: 'columns',
    categories: isDates
      ? { range: categoryRange, days, format: speech.say('format_axis_day') }
      : { range: categoryRange, values: items.map(({ label }) => label) },
    series: column(
      context,
      'P',
      speech.say(before === null ? 'messages_head' : 'this_time'),
      values,
    ),
    ...(before === null
      ? {}
      : {
          before: {
            ...column(context, 'R', speech.say('time_before'), before),
            color: mix(context.colors.accent, 'FFFFFF', 0.65),
          },
        }),
    ...(isDates || items.length <= 14 ? {} : { labelEvery: Math.ceil(items.length / 12) }),
    ...look(context),
  }
}

function topChart(context: DesignContext): BarChart {
  const { speech } = context
  const top = topOf(context)
  const head = tableRow(context)
  const names = top.map(({ author }) => shorten(plainText(author), 60))
  return {
    title: speech.say('chart_top'),
    description: speech.say('chart_top_text', {
      count: top.length,
      name: names[0] ?? '',
      n: speech.count(top[0]?.messages ?? 0),
    }),
    direction: 'bars',
    categories: {
      range: range(context, `$L$${head + 1}`, `$L$${head + top.length}`),
      values: names,
    },
    series: column(
      context,
      'M',
      speech.say('messages_head'),
      top.map(({ messages }) => messages),
    ),
    showValues: true,
    ...look(context),
  }
}

function hourChart(context: DesignContext): BarChart {
  const { speech } = context
  const { hours, days } = context.statistics
  const head = tableRow(context)
  const title = speech.say(days.length === 1 ? 'chart_hours_one_day' : 'chart_hours')
  return {
    title,
    description: hoursText(speech, title, hours),
    direction: 'columns',
    categories: {
      range: range(context, `$B$${head + 1}`, `$B$${head + 24}`),
      values: hours.map((_, hour) => hourLabel(hour)),
    },
    series: column(context, 'J', speech.say('messages_head'), hours),
    ...look(context),
  }
}

function weekdayChart(context: DesignContext): BarChart {
  const { speech } = context
  const values = context.statistics.weekdays
  const head = tableRow(context)
  const busiest = values.indexOf(Math.max(...values))
  return {
    title: speech.say('chart_weekdays'),
    description: speech.say('chart_weekdays_text', {
      day: speech.list('long_weekdays')[busiest] ?? '',
      n: speech.count(values[busiest] ?? 0),
    }),
    direction: 'columns',
    categories: {
      range: range(context, `$C$${head}`, `$I$${head}`),
      values: speech.list('weekdays'),
    },
    series: {
      nameCell: `'${context.sheetName('Activity')}'!$B$${head + 25}`,
      name: speech.say('total'),
      range: range(context, `$C$${head + 25}`, `$I$${head + 25}`),
      values,
    },
    showValues: true,
    ...look(context),
  }
}
