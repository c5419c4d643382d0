const KIB = 1_024
const MIB = 1_024 * KIB

export const workbookLimits = {
  maxRowsPerSheet: 1_048_576,
  maxCellLength: 32_767,
  maxLinksPerSheet: 65_530,
  /** A logo is copied into every workbook, and every workbook into a mail. */
  maxLogoBytes: 1 * MIB,
} as const
