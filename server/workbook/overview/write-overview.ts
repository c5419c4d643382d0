import type { RoomStatistics } from '../../contract/statistics.ts'
import type { Summary } from '../../contract/summary.ts'
import { speechIn } from '../../figures/speech-in.ts'
import type { Speech } from '../../words/speech.ts'
import { anonymized } from '../anonymize.ts'
import { styles } from '../design/cells.ts'
import { newBook } from '../design/draw-book.ts'
import { exceljsParts } from '../package/exceljs-parts.ts'
import { palette } from '../design/palette.ts'
import { shorten } from '../design/text.ts'
import type { WorkbookOptions } from '../options.ts'
import { SheetWriter, type DrawnBook, type DrawnSheet } from '../sheet-writer.ts'
import { plainText } from '../text/cell-text.ts'
import { wholeFile, type WrittenWorkbook } from '../whole-file.ts'
import { activitySheet } from './activity-sheet.ts'
import type { OverviewContext, OverviewSheetDesign } from './context.ts'
import { outcomesOf } from './outcomes.ts'
import { outcomesSheet } from './outcomes-sheet.ts'
import { overviewSheet } from './overview-sheet.ts'
import { peopleSheet } from './people-sheet.ts'
import { roomsSheet } from './rooms-sheet.ts'
import { weeksOf } from './weeks.ts'

/** Every sheet of an overview in its place. */
const sheetDesigns: readonly OverviewSheetDesign[] = [
  overviewSheet,
  roomsSheet,
  outcomesSheet,
  activitySheet,
  peopleSheet,
]

export interface OverviewInput {
  /** A temporary path; the caller renames the file once this has resolved. */
  file: string
  name: string
  /** ISO instants, the end exclusive; `isSinceLast`: since the last report of each room. */
  period: { from: string | null; to: string | null; isSinceLast: boolean }
  /** Of all rooms together; `participants` may hold only those who wrote most. */
  statistics: RoomStatistics
  /** People in all. */
  people: number
  /** With its `rooms`. */
  summary: Summary
  options: Pick<WorkbookOptions, 'language' | 'themeColor' | 'anonymize'>
  recipients: readonly string[]
  createdAt: Date
  signal: AbortSignal
}

/**
 * Writes the workbook over many rooms, as `writeWorkbook` does that of one: the same input makes the same
 * bytes, and a file that could not be finished is gone.
 */
export function writeOverview(asked: OverviewInput): Promise<WrittenWorkbook> {
  const { language = 'en', anonymize = false } = asked.options
  const speech = speechIn(language, asked.statistics.timeZone)
  const input = anonymize ? withoutNames(asked, speech) : asked
  return wholeFile(input, async (zip, changes) => {
    const { signal } = input
    const writer = new SheetWriter(await drawn(input, speech), {
      zip,
      changes,
      signal,
      themeColor: input.options.themeColor,
    })
    await writer.writeStart()
    await writer.writeSheets()
    await writer.writeBook()
  })
}

/** What a room was about may name people, so it is left out. */
function withoutNames(input: OverviewInput, speech: Speech): OverviewInput {
  const { statistics, summary } = anonymized({ ...input, messages: () => [] }, speech)
  const rooms = summary.rooms?.map((room) => ({ ...room, headline: '' })) ?? []
  return { ...input, statistics, summary: { ...summary, rooms } }
}

async function drawn(input: OverviewInput, speech: Speech): Promise<DrawnBook> {
  const { name, statistics, summary, people, options, period } = input
  const rooms = summary.rooms ?? []
  const colors = palette(options.themeColor)
  const context: OverviewContext = {
    name,
    period: speech.periodOfRooms(period),
    statistics,
    people,
    summary,
    rooms,
    outcomes: outcomesOf(summary, speech),
    weeks: weeksOf(rooms),
    recipients: input.recipients,
    createdAt: input.createdAt,
    speech,
    colors,
    styles: styles(colors, speech),
    isAnonymized: options.anonymize === true,
    sheetName: (sheet) => speech.say(`overview_sheet_${sheet}`),
  }
  const title = shorten(plainText(name), 200)
  const workbook = newBook({
    createdAt: input.createdAt,
    title,
    subject: title,
    description: summary.headline,
    keywords: speech.say('overview_keywords'),
    category: speech.say('overview_eyebrow'),
  })
  const sheets = sheetDesigns.map(({ draw }, index): DrawnSheet => {
    const { sheet: _, ...plan } = draw(workbook, context)
    return { number: index + 1, ...plan }
  })
  return { parts: await exceljsParts(workbook), sheets }
}
