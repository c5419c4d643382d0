/** How a workbook may be made to look; every default makes the workbook of the contract. */
export interface WorkbookOptions {
  /** Default `1F5673`, a petrol blue; `RRGGBB`. Tints and the text on it follow. */
  themeColor?: string
  /** Shown at the top of the first sheet. */
  logo?: WorkbookLogo
  /**
   * `Participant 1`... wherever a name stands by itself; the text of messages stays as it was
   * written. Default false.
   */
  anonymize?: boolean
  /** Data rows of one transcript sheet; default, and at most, what Excel can hold. */
  rowsPerSheet?: number
}

export interface WorkbookLogo {
  content: Uint8Array
  type: 'png' | 'jpeg'
  /** For readers who cannot see it. */
  description: string
  /** Pixels it takes on the sheet; at most 220 by 60. */
  width: number
  height: number
}
