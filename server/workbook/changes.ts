/**
 * What had to be changed so that a spreadsheet can hold it. Counted while the transcript is
 * written, told on the Summary sheet, and handed back to the caller.
 */
export interface WorkbookChanges {
  /** Cells cut at the limit of 32,767 characters; each ends with a visible mark. */
  cutCells: number
  /** UTF-16 units left out of those cells. */
  cutCharacters: number
  /** Characters XML cannot hold, kept as the code `_xHHHH_` that Excel turns back. */
  encodedCharacters: number
  /** CR LF or a lone CR, written as LF. */
  lineEndings: number
  /** Halves of surrogate pairs, written as U+FFFD. */
  brokenCharacters: number
  /** Times outside 1900-03-01 to 9999-12-31, written as text. */
  textTimes: number
  /** Replies beyond the limit of links a sheet may hold; their cell still names the message. */
  unlinkedReplies: number
}

export const noChanges = (): WorkbookChanges => ({
  cutCells: 0,
  cutCharacters: 0,
  encodedCharacters: 0,
  lineEndings: 0,
  brokenCharacters: 0,
  textTimes: 0,
  unlinkedReplies: 0,
})
