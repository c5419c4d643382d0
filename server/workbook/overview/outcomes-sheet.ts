import type ExcelJS from 'exceljs'
import type { Speech } from '../../words/speech.ts'
import { setUpPage } from '../design/cells.ts'
import { head, headedColumns, sample } from '../design/row-sheet.ts'
import { noExtras, type SheetPlan } from '../design/sheet-plan.ts'
import { lines } from '../design/text.ts'
import { excelSerial } from '../text/serial-date.ts'
import type { OverviewContext, OverviewSheetDesign } from './context.ts'
import type { Outcome } from './outcomes.ts'
import { rowsXml, type Cell } from './row-xml.ts'

const DAY_SECONDS = 86_400
const TEXT_WIDTH = 80

/** All decisions, action items and open questions of all rooms in one table, to be sorted and filtered. */
export const outcomesSheet: OverviewSheetDesign = { name: 'Outcomes', draw }

function outcomeColumns(speech: Speech): string[] {
  return [
    speech.say('column_what'),
    speech.say('column_certainty'),
    speech.say('column_room'),
    speech.say('column_text'),
    speech.say('column_said_by'),
    speech.say('column_moment', { zone: speech.clock.timeZone }),
    speech.say('column_owner'),
    speech.say('column_due_day'),
    speech.say('column_due_words'),
    speech.say('column_waiting_days'),
    speech.say('column_message'),
  ]
}

function draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan {
  const { styles, speech, outcomes } = context
  const sheet = workbook.addWorksheet(context.sheetName('Outcomes'), {
    views: [{ state: 'frozen', ySplit: 1, topLeftCell: 'A2', activeCell: 'A2' }],
  })
  const columns = outcomeColumns(speech)
  const widths = [15, 13, 28, TEXT_WIDTH, 22, 22, 20, 18, 22, 12, 12]
  sheet.columns = headedColumns(columns, widths)
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:1',
    roomName: context.name,
  })
  head(sheet, context, columns, [0, 1, 2, 3, 4, 5, 6, 7, 8], [5])
  sample(sheet, 2, [
    styles.fact,
    styles.factLabel,
    styles.fact,
    styles.fact,
    styles.fact,
    styles.personMoment,
    styles.fact,
    styles.day,
    styles.fact,
    styles.decimal,
    styles.index,
  ])
  const lastRow = outcomes.length + 1
  return {
    sheet,
    extras: {
      ...noExtras(),
      // A table needs at least one row.
      table: lastRow === 1 ? null : { name: 'Outcomes', columns, lastRow },
    },
    rows: {
      samples: { outcome: 2 },
      columnCount: columns.length,
      make(stylesOf, changes) {
        const look = stylesOf('outcome')
        const rows = outcomes.map((outcome) => ({
          cells: cells(outcome, speech),
          styles: look,
          height: Math.min(400, 6 + 15 * lines(outcome.text, TEXT_WIDTH - 2)),
        }))
        return rowsXml(2, rows, changes)
      },
    },
  }
}

function cells(outcome: Outcome, speech: Speech): Cell[] {
  const { kind, certainty, at, due, waitingSeconds } = outcome
  const day = due?.date == null ? null : excelSerial(Date.parse(due.date.slice(0, 10)))
  return [
    speech.say(`outcome_${kind}`),
    speech.say(`certainty_${certainty}`),
    outcome.room,
    outcome.text,
    outcome.author,
    at === null ? null : excelSerial(speech.clock.wall(at)),
    outcome.owner,
    day,
    due?.words ?? '',
    waitingSeconds === null ? null : waitingSeconds / DAY_SECONDS,
    // One that a person has added stands in no message.
    outcome.messageNumber === 0 ? null : outcome.messageNumber,
  ]
}
