import type ExcelJS from 'exceljs'
import type { Speech } from '../../words/speech.ts'
import { participantRows } from '../transcript/participant-rows.ts'
import { setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { head, headedColumns, sample } from './row-sheet.ts'
import type { SheetDesign } from './sheet-design.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'

/** Who wrote, most active first. */
export const participantsSheet: SheetDesign = { name: 'Participants', draw }

function participantColumns(speech: Speech, hasRoles: boolean): string[] {
  const { timeZone: zone } = speech.clock
  return [
    speech.say('number'),
    speech.say('participant'),
    speech.say('messages_head'),
    speech.say('share'),
    speech.say('first_message', { zone }),
    speech.say('last_message', { zone }),
    speech.say('active_days_head'),
    speech.say('replies_given'),
    speech.say('replies_received'),
    speech.say('questions_answered'),
    speech.say('median_answer'),
    speech.say('attachments'),
    ...(hasRoles ? [speech.say('role_head')] : []),
  ]
}

function draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { styles, statistics, clock, speech } = context
  const sheet = workbook.addWorksheet(context.sheetName('Participants'), {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 2, topLeftCell: 'C2', activeCell: 'A2' }],
  })
  // Nobody misses a column that says nothing.
  const hasRoles = statistics.participants.some(({ role }) => role !== undefined)
  const columns = participantColumns(speech, hasRoles)
  const widths = [6, 30, 12, 10, 26, 26, 13, 15, 18, 20, 21, 16, 14]
  sheet.columns = headedColumns(columns, widths)
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:1',
    roomName: context.room.name,
  })
  const looks = [
    styles.index,
    styles.person,
    styles.number,
    styles.share,
    styles.personMoment,
    styles.personMoment,
    styles.number,
    styles.number,
    styles.number,
    styles.number,
    styles.span,
    styles.number,
    ...(hasRoles ? [styles.indentedFact] : []),
  ]
  head(sheet, context, columns, [1, 4, 5, 12], [1, 4, 5, 12])
  sample(sheet, 2, looks)
  const lastRow = statistics.participants.length + 1
  return {
    sheet,
    extras: {
      ...noExtras(),
      // A table needs at least one row.
      ...(lastRow === 1
        ? {}
        : { dataBars: [`C2:C${lastRow}`], table: { name: 'Participants', columns, lastRow } }),
    },
    rows: {
      samples: { person: 2 },
      columnCount: columns.length,
      make: (stylesOf, changes) =>
        participantRows(statistics, stylesOf('person'), { clock, changes, hasRoles, speech }),
    },
  }
}
