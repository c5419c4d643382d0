import type { BarChart } from '../charts/bar-chart.ts'
import { columnLetters } from '../design/column-letters.ts'
import { shorten } from '../design/text.ts'
import { plainText } from '../text/cell-text.ts'
import { SUM_ROW, weekLabels, WEEKS_FROM } from './activity-sheet.ts'
import { placeOn, type OverviewContext } from './context.ts'
import { allInWeeks } from './weeks.ts'

/** Rooms that the chart shows. */
const MAX_ROOMS = 8
/** Week names fit side by side up to here. */
const MAX_LABELS = 6

const look = ({ colors }: OverviewContext) => ({
  color: colors.accent,
  ink: colors.ink,
  line: colors.line,
})

/** Those that show something: no chart has a single bar. */
export const overviewCharts = (context: OverviewContext): BarChart[] =>
  [weeksChart(context), roomsChart(context)].filter((chart) => chart !== null)

/** Messages of all rooms per week. */
function weeksChart(context: OverviewContext): BarChart | null {
  const { speech, rooms, weeks } = context
  if (weeks.days.length < 2) return null
  const labels = weekLabels(context)
  const values = allInWeeks(rooms, weeks.days)
  const [from, to] = [WEEKS_FROM, WEEKS_FROM + labels.length - 1].map(columnLetters)
  const range = (row: number): string =>
    placeOn(context, 'Activity', `$${from}$${row}:$${to}$${row}`)
  const most = Math.max(...values)
  const title = speech.say('chart_weeks')
  return {
    title,
    description: speech.say('chart_course', {
      title,
      from: labels[0] ?? '',
      to: labels.at(-1) ?? '',
      peak: labels[values.indexOf(most)] ?? '',
      n: speech.count(most),
    }),
    direction: 'columns',
    categories: { range: range(1), values: labels },
    series: {
      nameCell: placeOn(context, 'Activity', `$A$${SUM_ROW}`),
      name: speech.say('column_all_rooms'),
      range: range(SUM_ROW),
      values,
    },
    ...(labels.length > MAX_LABELS ? { labelEvery: Math.ceil(labels.length / MAX_LABELS) } : {}),
    ...look(context),
  }
}

/** The largest rooms. */
function roomsChart(context: OverviewContext): BarChart | null {
  const { speech, rooms } = context
  const top = rooms.filter(({ messages }) => messages > 0).slice(0, MAX_ROOMS)
  if (top.length < 2) return null
  const names = top.map(({ name }) => shorten(plainText(name), 60))
  const range = (column: string): string =>
    placeOn(context, 'Rooms', `$${column}$2:$${column}$${top.length + 1}`)
  return {
    title: speech.say('chart_rooms'),
    description: speech.say('chart_rooms_text', {
      count: top.length,
      name: names[0] ?? '',
      n: speech.count(top[0]?.messages ?? 0),
    }),
    direction: 'bars',
    categories: { range: range('A'), values: names },
    series: {
      nameCell: placeOn(context, 'Rooms', '$B$1'),
      name: speech.say('messages_head'),
      range: range('B'),
      values: top.map(({ messages }) => messages),
    },
    showValues: true,
    ...look(context),
  }
}
