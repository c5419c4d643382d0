import type { Language } from '../words/catalogues.ts'
import type { OptionalColumn, OptionalSheet } from '../contract/workbook.ts'

/**
 * How a workbook may be made to look; every default makes the workbook of the contract. The time zone
 * is that of the statistics.
 */
export interface WorkbookOptions {
  /** Of everything that is not a message. Default English. */
  language?: Language
  /** Sheets beside Summary. Default all of them. */
  sheets?: readonly OptionalSheet[]
  /** Columns of Transcript beside the first four. Default all of them. */
  columns?: readonly OptionalColumn[]
  /** Default `1F5673`, a petrol blue; `RRGGBB`. Tints and the text on it follow. */
  themeColor?: string
  /** Shown at the top of the first sheet. */
  logo?: WorkbookLogo
  /** Why a logo that was asked for is not there; said on the first sheet. */
  logoProblem?: ToldProblem
  /**
   * `Participant 1`... wherever a name stands by itself; the text of messages stays as it was
   * written. Default false.
   */
  anonymize?: boolean
  /** Data rows of one transcript sheet; default, and at most, what Excel can hold. */
  rowsPerSheet?: number
}

/** An English sentence, and its code where it has one. */
export interface ToldProblem {
  message: string
  code?: string
  params?: object
}

export interface WorkbookLogo {
  content: Uint8Array
  type: 'png' | 'jpeg'
  /** For readers who cannot see it. */
  description: string
  /** Pixels of the picture; it is shown within 220 by 60. */
  width: number
  height: number
}
