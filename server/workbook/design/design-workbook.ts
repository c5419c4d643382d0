import type { Summary } from '../../contract/summary.ts'
import { optionalSheets, type OptionalSheet, type SheetName } from '../../contract/workbook.ts'
import type { ReportedRoom } from '../../ports/message.ts'
import type { EarlierAttempt, ReportedPeriod } from '../input.ts'
import type { WorkbookOptions } from '../options.ts'
import type { RoomStatistics } from '../statistics.ts'
import { plainText } from '../text/cell-text.ts'
import type { Speech } from '../../words/speech.ts'
import { transcriptColumns } from '../transcript/transcript-layout.ts'
import { headlineText } from '../../figures/said.ts'
import { exceljsParts } from '../package/exceljs-parts.ts'
import { styles } from './cells.ts'
import type { DesignContext } from './context.ts'
import { newBook } from './draw-book.ts'
import { highlightLists } from './highlight-lists.ts'
import { highlightRows } from './highlights-sheet.ts'
import { palette } from './palette.ts'
import { periodsOf } from './periods.ts'
import type { SheetPlan } from './sheet-plan.ts'
import { sheetDesigns } from './sheets.ts'
import { shorten } from './text.ts'

export interface DesignInput {
  room: ReportedRoom
  period: ReportedPeriod
  statistics: RoomStatistics
  summary: Summary
  delivery: { recipients: readonly string[] }
  earlierAttempts: readonly EarlierAttempt[]
  createdAt: Date
  options: WorkbookOptions
  speech: Speech
  /** Sheet and row of a message, as a place in the workbook. */
  placeOf(messageNumber: number): string
}

/** Everything but the rows: the parts exceljs made, and what is still to be added to them. */
export interface WorkbookDesign {
  parts: Map<string, string>
  /** In their order; those that a long transcript needs more follow. */
  sheets: DesignedSheet[]
}

export interface DesignedSheet extends Omit<SheetPlan, 'sheet'> {
  name: SheetName
  /** From 1. */
  number: number
}

/** A sheet that a program added has the name by which it is chosen. */
export const sheetName = (speech: Speech, name: SheetName): string => speech.say(`sheet_${name}`)

export async function designWorkbook(input: DesignInput): Promise<WorkbookDesign> {
  const { room, statistics, summary, options, speech } = input
  const colors = palette(options.themeColor)
  const hasSheet = (name: OptionalSheet): boolean =>
    (options.sheets ?? optionalSheets).includes(name)
  const lists = highlightLists(summary, statistics, speech)
  const context: DesignContext = {
    ...input,
    clock: speech.clock,
    hasSheet,
    sheetName: (name) => sheetName(speech, name),
    columns: transcriptColumns(speech, options.columns),
    colors,
    styles: styles(colors, speech),
    periods: periodsOf(statistics.days, speech),
    lists,
    highlightRows: highlightRows(lists),
    isAnonymized: options.anonymize === true,
    toMessage: (cell, messageNumber) =>
      hasSheet('Transcript')
        ? {
            cell,
            to: { place: input.placeOf(messageNumber) },
            tooltip: speech.say('show_message'),
          }
        : null,
    ...(options.logo === undefined ? {} : { logo: options.logo }),
    ...(options.logoProblem === undefined ? {} : { logoProblem: options.logoProblem }),
  }
  const title = shorten(plainText(room.name), 200)
  const workbook = newBook({
    createdAt: input.createdAt,
    title: speech.say('report_of', { room: title }),
    subject: title,
    description: headlineText(speech, summary),
    keywords: speech.say('keywords'),
    category: speech.say('report'),
  })

  const sheets = sheetDesigns
    .filter(({ name }) => name === 'Summary' || hasSheet(name))
    .map(({ name, draw }, index): DesignedSheet => {
      const { sheet: _, ...plan } = draw(workbook, context)
      return { name, number: index + 1, ...plan }
    })
  return { parts: await exceljsParts(workbook), sheets }
}
