const KIB = 1_024
const MIB = 1_024 * KIB

/** Looking at a workbook without a spreadsheet program. Its file may come from anywhere by now. */
export const previewLimits = {
  /** Rows of one sheet that are shown, from the first: a page further down means reading all above it. */
  maxRows: 20_000,
  maxColumns: 100,
  defaultPageRows: 100,
  maxPageRows: 500,
  /** Rows that tell how wide a sheet is. */
  sampleRows: 50,
  maxSheets: 100,
  /** Parts of the archive; ours have about thirty. */
  maxParts: 10_000,
  /** Unpacked bytes of a part that is read whole; a larger sheet is left after the rows asked for. */
  maxPartBytes: 8 * MIB,
  /** Unpacked bytes of the texts that cells share. */
  maxStringsBytes: 32 * MIB,
  /** Characters of one sheet that are read for a page. */
  maxSheetLength: 64 * MIB,
  maxCharts: 50,
  maxSeries: 20,
  /** Values of one series; a chart of more cannot be told apart. */
  maxPoints: 2_000,
} as const
