import type ExcelJS from 'exceljs'
import type { ParticipantStatistics } from '../../contract/statistics.ts'
import type { Speech } from '../../words/speech.ts'
import { setUpPage } from '../design/cells.ts'
import { head, headedColumns, sample } from '../design/row-sheet.ts'
import { noExtras, type SheetPlan } from '../design/sheet-plan.ts'
import { excelSerial } from '../text/serial-date.ts'
import type { OverviewContext, OverviewSheetDesign } from './context.ts'
import { rowsXml, type Cell } from './row-xml.ts'

/** Who wrote, over all rooms, most messages first. */
export const peopleSheet: OverviewSheetDesign = { name: 'People', draw }

function peopleColumns(speech: Speech, hasRoles: boolean): string[] {
  const { timeZone: zone } = speech.clock
  return [
    speech.say('participant'),
    speech.say('column_rooms'),
    speech.say('messages_head'),
    speech.say('share'),
    speech.say('first_message', { zone }),
    speech.say('last_message', { zone }),
    speech.say('replies_given'),
    speech.say('replies_received'),
    speech.say('questions_answered'),
    speech.say('attachments'),
    ...(hasRoles ? [speech.say('role_head')] : []),
  ]
}

function draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan {
  const { styles, speech, statistics } = context
  const { participants, messages } = statistics
  const sheet = workbook.addWorksheet(context.sheetName('People'), {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 1, topLeftCell: 'B2', activeCell: 'A2' }],
  })
  const hasRoles = participants.some(({ role }) => role !== undefined)
  const columns = peopleColumns(speech, hasRoles)
  const widths = [30, 10, 12, 10, 26, 26, 15, 18, 20, 16, 14]
  sheet.columns = headedColumns(columns, widths)
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:1',
    roomName: context.name,
  })
  head(sheet, context, columns, [0, 4, 5, 10], [0, 4, 5, 10])
  sample(sheet, 2, [
    styles.person,
    styles.number,
    styles.number,
    styles.share,
    styles.personMoment,
    styles.personMoment,
    styles.number,
    styles.number,
    styles.number,
    styles.number,
    ...(hasRoles ? [styles.indentedFact] : []),
  ])
  const lastRow = participants.length + 1
  return {
    sheet,
    extras: {
      ...noExtras(),
      ...(lastRow === 1
        ? {}
        : { dataBars: [`C2:C${lastRow}`], table: { name: 'People', columns, lastRow } }),
    },
    rows: {
      samples: { person: 2 },
      columnCount: columns.length,
      make(stylesOf, changes) {
        const look = stylesOf('person')
        const rows = participants.map((person) => ({
          cells: cells(person, messages, speech, hasRoles),
          styles: look,
        }))
        return rowsXml(2, rows, changes)
      },
    },
  }
}

function cells(
  person: ParticipantStatistics,
  messages: number,
  speech: Speech,
  hasRoles: boolean,
): Cell[] {
  const moment = (at: number | null): number | null =>
    at === null ? null : excelSerial(speech.clock.wall(at))
  const role = person.role === undefined ? '' : speech.say(`role_${person.role}`)
  return [
    person.author,
    person.rooms ?? 1,
    person.messages,
    messages === 0 ? null : person.messages / messages,
    moment(person.firstAt),
    moment(person.lastAt),
    person.repliesGiven,
    person.repliesReceived,
    person.answers,
    person.attachments,
    ...(hasRoles ? [role] : []),
  ]
}
