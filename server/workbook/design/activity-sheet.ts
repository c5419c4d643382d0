import type ExcelJS from 'exceljs'
import {
  CHART_STEP,
  chartKinds,
  chartOf,
  daySerial,
  FIRST_CHART_ROW,
  hourLabel,
  tableRow,
  topOf,
} from './activity-charts.ts'
import { beforeByPeriod } from './before.ts'
import { put, putAcross, setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { mix } from './palette.ts'
import type { SheetDesign } from './sheet-design.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'
import { shorten } from './text.ts'

const CHART_ROWS = CHART_STEP - 1

/** When the room was alive: its charts, and the tables they are drawn from. */
export const activitySheet: SheetDesign = { name: 'Activity', draw }

function draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { statistics, styles, periods, clock, speech } = context
  const sheet = workbook.addWorksheet(context.sheetName('Activity'), {
    views: [{ showGridLines: false }],
  })
  const counts = speech.say('messages_head').length + 2
  const week = Array.from({ length: 7 }, () => 8)
  const widths = [2, 9, ...week, Math.max(10, counts), 3, 30, Math.max(12, counts), 3, 22]
  widths.push(Math.max(12, counts), 14, 2)
  const hasBefore = beforeByPeriod(context) !== null
  if (hasBefore) widths.splice(-1, 1, 13, 2)
  sheet.columns = widths.map((width) => ({ width }))
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    roomName: context.room.name,
  })
  const extras = noExtras()
  putAcross(sheet, { row: 2, from: 'B', to: 'Q' }, speech.say('activity'), styles.title)
  sheet.getRow(2).height = 34
  if (periods.items.length === 0) {
    const text = statistics.messages === 0 ? speech.say('no_activity') : speech.say('no_times')
    putAcross(sheet, { row: 3, from: 'B', to: 'Q' }, text, styles.subtitle)
    return { sheet, extras }
  }
  const subtitle = speech.say('activity_subtitle', {
    n: speech.count(statistics.messages),
    zone: clock.timeZone,
  })
  putAcross(sheet, { row: 3, from: 'B', to: 'Q' }, subtitle, styles.subtitle)

  // Charts on the first page, tables on the next; their size alone would do it where breaks are ignored.
  const kinds = chartKinds(context)
  if (kinds.length > 2) sheet.getRow(tableRow(context) - 2).addPageBreak()
  weekTable(sheet, context)
  topTable(sheet, context)
  periodTable(sheet, context)

  const left = { from: 1, to: { column: 10 } }
  // Just inside the last column: printing stops there and would cut the frame off.
  const right = { from: 11, to: hasBefore ? { column: 17, inset: 90 } : { column: 16, inset: 100 } }
  for (const [index, kind] of kinds.entries()) {
    const chart = chartOf(context, kind)
    if (chart === null) continue
    // The last of an odd number has the whole width.
    const isAlone = index % 2 === 0 && index === kinds.length - 1
    const { from, to } = isAlone
      ? { from: left.from, to: right.to }
      : index % 2 === 0
        ? left
        : right
    const row = FIRST_CHART_ROW + CHART_STEP * Math.floor(index / 2)
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
  const row = tableRow(context)
  for (const [index, column] of columns.entries()) {
    const isText = index === 0
    const style = isText ? context.styles.tableHead : context.styles.tableHeadRight
    put(sheet, `${column}${row}`, names[index] ?? '', style)
  }
  sheet.getRow(row).height = 20
}

/** A heat map of the week: hours down, days across, shaded by how much was written. */
function weekTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  const { statistics, styles, colors, speech } = context
  const head = tableRow(context)
  putAcross(
    sheet,
    { row: head - 1, from: 'B', to: 'J' },
    speech.say('week_by_hour'),
    styles.section,
  )
  sheet.getRow(head - 1).height = 24
  const columns = ['B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J']
  heading(sheet, context, columns, [
    speech.say('hour'),
    ...speech.list('weekdays'),
    speech.say('messages_head'),
  ])
  for (let hour = 0; hour < 24; hour += 1) {
    const row = head + 1 + hour
    put(sheet, `B${row}`, hourLabel(hour), styles.hour)
    for (let day = 0; day < 7; day += 1) {
      put(sheet, `${columns[day + 1] ?? ''}${row}`, statistics.week[day]?.[hour] ?? 0, styles.heat)
    }
    put(sheet, `J${row}`, statistics.hours[hour] ?? 0, styles.plainNumber)
  }
  const totals = head + 25
  put(sheet, `B${totals}`, speech.say('total'), styles.totalLabel)
  for (let day = 0; day < 7; day += 1) {
    put(sheet, `${columns[day + 1] ?? ''}${totals}`, statistics.weekdays[day] ?? 0, styles.total)
  }
  const dated = statistics.weekdays.reduce((sum, value) => sum + value, 0)
  put(sheet, `J${totals}`, dated, styles.total)
  sheet.addConditionalFormatting({
    ref: `C${head + 1}:I${head + 24}`,
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

function topTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  const { speech } = context
  const head = tableRow(context)
  putAcross(
    sheet,
    { row: head - 1, from: 'L', to: 'M' },
    speech.say('people'),
    context.styles.section,
  )
  heading(sheet, context, ['L', 'M'], [speech.say('most_active'), speech.say('messages_head')])
  for (const [index, { author, messages }] of topOf(context).entries()) {
    const row = head + 1 + index
    put(sheet, `L${row}`, shorten(author, 60), context.styles.fact)
    put(sheet, `M${row}`, messages, context.styles.number)
  }
}

function periodTable(sheet: ExcelJS.Worksheet, context: DesignContext): void {
  const { periods, styles, speech } = context
  const isDays = periods.unit === 'day'
  const before = beforeByPeriod(context)
  const head = tableRow(context)
  const names = [
    speech.say(`head_${periods.unit}`),
    speech.say(before === null ? 'messages_head' : 'this_time'),
    speech.say(isDays ? 'participants_head' : 'active_days_head'),
    speech.say('time_before'),
  ]
  const columns = before === null ? ['O', 'P', 'Q'] : ['O', 'P', 'Q', 'R']
  const title = speech.say(`per_${periods.unit}`)
  putAcross(sheet, { row: head - 1, from: 'O', to: columns.at(-1) ?? 'Q' }, title, styles.section)
  heading(sheet, context, columns, names)
  for (const [index, period] of periods.items.entries()) {
    const row = head + 1 + index
    const serial = daySerial(period)
    const label = isDays && serial !== null ? serial : period.label
    put(sheet, `O${row}`, label, typeof label === 'number' ? styles.day : styles.fact)
    put(sheet, `P${row}`, period.messages, styles.number)
    put(sheet, `Q${row}`, period.participantsOrDays, styles.number)
    if (before !== null) put(sheet, `R${row}`, before[index] ?? 0, styles.number)
  }
}
