import type ExcelJS from 'exceljs'
import { setUpPage } from '../design/cells.ts'
import { columnLetters } from '../design/column-letters.ts'
import { mix } from '../design/palette.ts'
import { head, sample } from '../design/row-sheet.ts'
import { noExtras, type SheetPlan } from '../design/sheet-plan.ts'
import type { OverviewContext, OverviewSheetDesign } from './context.ts'
import { rowsXml, type Row } from './row-xml.ts'
import { allInWeeks, inWeeks } from './weeks.ts'

const DAY_MS = 86_400_000

/** A heat map of all rooms by week, their sum on top. */
export const activitySheet: OverviewSheetDesign = { name: 'Activity', draw }

/** Monday, as it stands above its week. */
export const weekLabels = ({ speech, weeks }: OverviewContext): string[] =>
  weeks.days.map((day) => speech.day(day * DAY_MS))

/** Columns before the first week. */
export const WEEKS_FROM = 2
/** The row of all rooms together; the rooms follow it. */
export const SUM_ROW = 2

function draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan {
  const { styles, speech, rooms, weeks, colors } = context
  const sheet = workbook.addWorksheet(context.sheetName('Activity'), {
    views: [{ state: 'frozen', ySplit: SUM_ROW, xSplit: 2, topLeftCell: 'C3', activeCell: 'A1' }],
  })
  const inAll = { n: weeks.days.length, all: weeks.inAll }
  const total =
    weeks.days.length < weeks.inAll ? speech.say('weeks_cut', inAll) : speech.say('total')
  const columns = [speech.say('column_room'), total, ...weekLabels(context)]
  sheet.columns = columns.map((name, index) => ({
    width: index === 0 ? 36 : Math.max(12, name.length + 2),
  }))
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:2',
    roomName: context.name,
  })
  head(sheet, context, columns, [0], [0])
  const look = (name: Partial<ExcelJS.Style>, sum: Partial<ExcelJS.Style>, week: typeof sum) => [
    name,
    sum,
    ...weeks.days.map(() => week),
  ]
  sample(sheet, 2, look(styles.totalLabel, styles.total, styles.total))
  sample(sheet, 3, look(styles.indentedFact, styles.plainNumber, styles.heat))
  const covered = rooms.filter(({ state }) => state === 'covered')
  const lastRow = SUM_ROW + covered.length
  if (weeks.days.length > 0 && covered.length > 0) {
    const last = columnLetters(WEEKS_FROM + weeks.days.length - 1)
    sheet.addConditionalFormatting({
      ref: `${columnLetters(WEEKS_FROM)}${SUM_ROW + 1}:${last}${lastRow}`,
      rules: [
        {
          type: 'colorScale',
          priority: 1,
          // One large room must not make all others pale.
          cfvo: [{ type: 'num', value: 0 }, { type: 'percentile', value: 80 }, { type: 'max' }],
          color: [1, 0.7, 0.4].map((share) => ({
            argb: `FF${mix(colors.accent, 'FFFFFF', share)}`,
          })),
        },
      ],
    })
  }
  return {
    sheet,
    extras: noExtras(),
    rows: {
      samples: { sum: 2, room: 3 },
      columnCount: columns.length,
      make(stylesOf, changes) {
        const [sumStyles, roomStyles] = [stylesOf('sum'), stylesOf('room')]
        const rowOf = (name: string, counts: readonly number[], format: readonly number[]): Row => {
          const sum = counts.reduce((all, count) => all + count, 0)
          return { cells: [name, sum, ...counts], styles: format }
        }
        const sums = allInWeeks(covered, weeks.days)
        const rows = [
          rowOf(speech.say('column_all_rooms'), sums, sumStyles),
          ...covered.map((room) => rowOf(room.name, inWeeks(room, weeks.days), roomStyles)),
        ]
        return rowsXml(2, rows, changes)
      },
    },
  }
}
