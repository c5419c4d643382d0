import type ExcelJS from 'exceljs'
import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import type { Speech } from '../../words/speech.ts'
import { setUpPage } from '../design/cells.ts'
import { head, headedColumns, sample } from '../design/row-sheet.ts'
import { noExtras, type SheetLink, type SheetPlan } from '../design/sheet-plan.ts'
import { workbookLimits } from '../limits.ts'
import { excelSerial } from '../text/serial-date.ts'
import { besideThis, type OverviewContext, type OverviewSheetDesign } from './context.ts'
import { rowsXml, type Cell } from './row-xml.ts'

const DAY_SECONDS = 86_400
/** Below this a percentage makes much of little. */
const LEAST_FOR_PERCENT = 20

/** The rooms side by side, most messages first. */
export const roomsSheet: OverviewSheetDesign = { name: 'Rooms', draw }

function roomColumns(speech: Speech): string[] {
  const { timeZone: zone } = speech.clock
  return [
    speech.say('column_room'),
    speech.say('messages_head'),
    speech.say('column_before'),
    speech.say('column_change'),
    speech.say('column_wrote'),
    speech.say('column_new'),
    speech.say('column_lost'),
    speech.say('column_open'),
    speech.say('column_decisions'),
    speech.say('column_actions'),
    speech.say('column_asked'),
    speech.say('column_answered'),
    speech.say('column_median'),
    speech.say('column_timed'),
    speech.say('active_days_head'),
    speech.say('first_message', { zone }),
    speech.say('last_message', { zone }),
    speech.say('column_source'),
    speech.say('column_state'),
    speech.say('column_workbook'),
  ]
}

function draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan {
  const { styles, speech, rooms } = context
  const sheet = workbook.addWorksheet(context.sheetName('Rooms'), {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 1, topLeftCell: 'B2', activeCell: 'A2' }],
  })
  const columns = roomColumns(speech)
  const widths = [36, 12, 12, 11, 10, 10, 10, 10, 10, 10, 10, 10, 14, 10, 10, 24, 24, 16, 22, 50]
  sheet.columns = headedColumns(columns, widths)
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:1',
    roomName: context.name,
  })
  const counts = Array.from({ length: 6 }, () => styles.number)
  const looks = (room: Partial<ExcelJS.Style>, file: Partial<ExcelJS.Style>) => [
    room,
    styles.number,
    styles.number,
    styles.delta,
    ...counts,
    styles.number,
    styles.number,
    styles.span,
    styles.number,
    styles.number,
    styles.personMoment,
    styles.personMoment,
    styles.indentedFact,
    styles.indentedFact,
    file,
  ]
  head(sheet, context, columns, [0, 15, 16, 17, 18, 19], [0, 15, 16, 17, 18, 19])
  sample(sheet, 2, looks(styles.indentedLink, styles.indentedLink))
  sample(sheet, 3, looks(styles.person, styles.indentedFact))
  const lastRow = rooms.length + 1
  return {
    sheet,
    extras: {
      ...noExtras(),
      links: links(context),
      dataBars: [`B2:B${lastRow}`],
      table: { name: 'Rooms', columns, lastRow },
    },
    rows: {
      samples: { linked: 2, plain: 3 },
      columnCount: columns.length,
      make(stylesOf, changes) {
        const [linked, plain] = [stylesOf('linked'), stylesOf('plain')]
        const rows = rooms.map((room) => ({
          cells: cells(room, speech),
          styles: room.workbook === null ? plain : linked,
        }))
        return rowsXml(2, rows, changes)
      },
    },
  }
}

function links({ rooms, speech }: OverviewContext): SheetLink[] {
  const tooltip = speech.say('show_workbook')
  const columns = ['A', 'T']
  return rooms
    .flatMap(({ workbook }, index) =>
      workbook === null
        ? []
        : columns.map((column) => ({
            cell: `${column}${index + 2}`,
            to: { address: besideThis(workbook) },
            tooltip,
          })),
    )
    .slice(0, workbookLimits.maxLinksPerSheet)
}

/** What is not known stays empty: missing is not zero. */
function cells(room: OverviewRoom, speech: Speech): Cell[] {
  const { earlier, answers } = room
  const moment = (at: number | null): number | null =>
    at === null ? null : excelSerial(speech.clock.wall(at))
  const state = speech.say(`state_${room.state}`)
  const name = room.name.trim() || speech.say('unnamed_room')
  const source = room.source === '' ? '' : speech.source(room.source)
  if (room.state !== 'covered') {
    const why = room.reason === undefined ? '' : speech.sentence(room.reason, '')
    const told = why === '' ? state : `${state}: ${why}`
    return [name, ...Array.from({ length: 16 }, () => null), source, told, null]
  }
  const isCompared = earlier?.isWhole === true && earlier.messages >= LEAST_FOR_PERCENT
  return [
    name,
    room.messages,
    earlier?.messages ?? null,
    isCompared ? (room.messages - earlier.messages) / earlier.messages : null,
    room.people,
    earlier?.newPeople ?? null,
    earlier?.lost ?? null,
    room.openQuestions,
    room.decisions.found,
    room.actionItems.found,
    answers.asked,
    answers.answered,
    answers.medianSeconds === null ? null : answers.medianSeconds / DAY_SECONDS,
    answers.timed,
    room.activeDays,
    moment(room.firstAt),
    moment(room.lastAt),
    source,
    state,
    room.workbook,
  ]
}
