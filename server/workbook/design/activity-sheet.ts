import type ExcelJS from 'exceljs'
import type { BarChart } from '../charts/bar-chart.ts'
import { plainText } from '../text/cell-text.ts'
import { put, putAcross, setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { mix } from './palette.ts'
import type { Period } from './periods.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'
import { count, longWeekdays, shorten, weekdays } from './text.ts'

const EPOCH_SERIAL = 25_569
/** Where the tables start, below two rows of charts. */
const TABLE_ROW = 34
const TOP = 10
const CHART_ROWS = 13

const hourLabel = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
const range = (from: string, to: string): string => `'Activity'!${from}:${to}`

/** When the room was alive: four charts, and the tables they are drawn from. */
export function activitySheet(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { statistics, styles, periods, clock } = context
  const sheet = workbook.addWorksheet('Activity', { views: [{ showGridLines: false }] })
  const widths = [2, 9, ...Array.from({ length: 7 }, () => 8), 10, 3, 30, 12, 3, 22, 12, 14, 2]
  sheet.columns = widths.map((width) => ({ width }))
  setUpPage(sheet, {
    orientation: 'portrait',
    roomName: context.room.name,
    // Charts and tables on one page while they stay readable.
    pagesTall: periods.items.length <= 60 ? 1 : 0,
  })
  const extras = noExtras()
  putAcross(sheet, { row: 2, from: 'B', to: 'Q' }, 'Activity', styles.title)
  sheet.getRow(2).height = 34
  if (periods.items.length === 0) {
    const text =
      statistics.messages === 0
        ? 'No activity: there are no messages to count.'
        : 'None of the messages says when it was written, so there is nothing to draw.'
    putAcross(sheet, { row: 3, from: 'B', to: 'Q' }, text, styles.subtitle)
    return { sheet, extras }
  }
  const subtitle = `${count(statistics.messages)} messages  ·  Days and hours in ${clock.timeZone}  ·  The tables stand below the charts`
  putAcross(sheet, { row: 3, from: 'B', to: 'Q' }, subtitle, styles.subtitle)

  weekTable(sheet, context)
  topTable(sheet, context)
  periodTable(sheet, context)

  const left = { from: 1, to: { column: 10 } }
  // Just inside the last column: printing stops there and would cut the frame off.
  const right = { from: 11, to: { column: 16, inset: 100 } }
  const charts = [
    { ...left, row: 4, chart: activityChart(context) },
    { ...right, row: 4, chart: topChart(context) },
    { ...left, row: 18, chart: hourChart(context) },
    { ...right, row: 18, chart: weekdayChart(context) },
  ]
  for (const { from, to, row, chart } of charts) {
    if (chart === null) continue
    const corner = { ...to, row: row + CHART_ROWS }
    extras.pictures.push({ from: { column: from, row }, to: corner, chart })
  }
  return { sheet, extras }
}

function heading(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  columns: readonly string[],
  names: readonly string[],
): void {
  for (const [index, column] of columns.entries()) {
    const isText = index === 0
    const style = isText ? context.styles.tableHead : context.styles.tableHeadRight
    put(sheet, `${column}${TABLE_ROW}`, names[index] ?? '', style)
  }
  sheet.getRow(TABLE_ROW).height = 20
}

/** Hours down, days of the week across, shaded by how much was written. */
function weekTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  const { statistics, styles, colors } = context
  const columns = ['B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J']
  heading(sheet, context, columns, ['Hour', ...weekdays, 'Messages'])
  for (let hour = 0; hour < 24; hour += 1) {
    const row = TABLE_ROW + 1 + hour
    put(sheet, `B${row}`, hourLabel(hour), styles.hour)
    for (let day = 0; day < 7; day += 1) {
      put(sheet, `${columns[day + 1] ?? ''}${row}`, statistics.week[day]?.[hour] ?? 0, styles.heat)
    }
    put(sheet, `J${row}`, statistics.hours[hour] ?? 0, styles.plainNumber)
  }
  const totals = TABLE_ROW + 25
  put(sheet, `B${totals}`, 'Total', styles.totalLabel)
  for (let day = 0; day < 7; day += 1) {
    put(sheet, `${columns[day + 1] ?? ''}${totals}`, statistics.weekdays[day] ?? 0, styles.total)
  }
  const dated = statistics.weekdays.reduce((sum, value) => sum + value, 0)
  put(sheet, `J${totals}`, dated, styles.total)
  sheet.addConditionalFormatting({
    ref: `C${TABLE_ROW + 1}:I${TABLE_ROW + 24}`,
    rules: [
      {
        type: 'colorScale',
        priority: 1,
        cfvo: [{ type: 'num', value: 0 }, { type: 'max' }],
        color: [{ argb: 'FFFFFFFF' }, { argb: `FF${mix(colors.accent, 'FFFFFF', 0.5)}` }],
      },
    ],
  })
}

const topOf = (context: DesignContext) => context.statistics.participants.slice(0, TOP)

function topTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  heading(sheet, context, ['L', 'M'], ['Most active', 'Messages'])
  for (const [index, { author, messages }] of topOf(context).entries()) {
    const row = TABLE_ROW + 1 + index
    put(sheet, `L${row}`, shorten(author, 60), context.styles.fact)
    put(sheet, `M${row}`, messages, context.styles.number)
  }
}

function periodTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  const { periods, styles } = context
  const isDays = periods.unit === 'day'
  const name = { day: 'Day', week: 'Week from', month: 'Month', year: 'Year' }[periods.unit]
  const names = [name, 'Messages', isDays ? 'Participants' : 'Active days']
  heading(sheet, context, ['O', 'P', 'Q'], names)
  for (const [index, period] of periods.items.entries()) {
    const row = TABLE_ROW + 1 + index
    const serial = daySerial(period)
    const label = isDays && serial !== null ? serial : period.label
    put(sheet, `O${row}`, label, typeof label === 'number' ? styles.day : styles.fact)
    put(sheet, `P${row}`, period.messages, styles.number)
    put(sheet, `Q${row}`, period.participantsOrDays, styles.number)
  }
}

/** Null before 1900-03-01, where Excel's calendar is wrong. */
const daySerial = ({ day }: Period): number | null =>
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
export const overviewChart = (context: DesignContext): BarChart | null =>
  context.periods.items.length > 0 && context.periods.items.length < 3
    ? hourChart(context)
    : activityChart(context)

function topChart(context: DesignContext): BarChart | null {
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

function hourChart(context: DesignContext): BarChart {
  const { hours } = context.statistics
  const busiest = hours.indexOf(Math.max(...hours))
  return {
    title: 'Messages by hour of the day',
    description: `Columns: messages by hour of the day; most from ${hourLabel(busiest)}, ${count(hours[busiest] ?? 0)}.`,
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
    labelEvery: 3,
    ...look(context),
  }
}

function weekdayChart(context: DesignContext): BarChart {
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
