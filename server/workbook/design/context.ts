import type { Summary } from '../../contract/summary.ts'
import type { ReportedRoom } from '../../ports/message.ts'
import type { OptionalSheet, SheetName } from '../../contract/workbook.ts'
import type { EarlierAttempt, ReportedPeriod } from '../input.ts'
import type { ToldProblem, WorkbookLogo } from '../options.ts'
import type { RoomStatistics } from '../statistics.ts'
import type { Speech, WallClock } from '../../words/speech.ts'
import type { TranscriptColumn } from '../transcript/transcript-layout.ts'
import type { Styles } from './cells.ts'
import type { HighlightList } from './highlight-lists.ts'
import type { Palette } from './palette.ts'
import type { Periods } from './periods.ts'
import type { SheetLink } from './sheet-plan.ts'

/** What every sheet is drawn from. */
export interface DesignContext {
  room: ReportedRoom
  period: ReportedPeriod
  statistics: RoomStatistics
  summary: Summary
  delivery: { recipients: readonly string[] }
  earlierAttempts: readonly EarlierAttempt[]
  createdAt: Date
  /** In what language, and by which clock, everything is said. */
  speech: Speech
  clock: WallClock
  colors: Palette
  styles: Styles
  periods: Periods
  /** Whether a sheet is part of this workbook. */
  hasSheet(name: OptionalSheet): boolean
  /** What a sheet is called in the workbook. */
  sheetName(name: SheetName): string
  /** Of the transcript. */
  columns: readonly TranscriptColumn[]
  logo?: WorkbookLogo
  /** Why a logo that was asked for is not there. */
  logoProblem?: ToldProblem
  /** Names are numbers; the first sheet says so. */
  isAnonymized: boolean
  /** What the Highlights sheet lists. */
  lists: readonly HighlightList[]
  /** Heading rows of the Highlights sheet. */
  highlightRows: HighlightRows
  /** A link from a cell to the row of a message in the transcript; null without a transcript. */
  toMessage(cell: string, messageNumber: number): SheetLink | null
}

export type HighlightRows = Partial<Record<HighlightList['key'], number>>
