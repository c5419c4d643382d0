import { sheetNames, type SheetName } from '../../contract/workbook.ts'
import { activitySheet } from './activity-sheet.ts'
import { highlightsSheet } from './highlights-sheet.ts'
import { participantsSheet } from './participants-sheet.ts'
import type { SheetDesign } from './sheet-design.ts'
import { summarySheet } from './summary-sheet.ts'
import { transcriptSheet } from './transcript-sheet.ts'

/** Every sheet that a workbook can have; docs/extending.md shows how to add one. */
const designs: Readonly<Record<SheetName, SheetDesign>> = {
  Summary: summarySheet,
  Highlights: highlightsSheet,
  Participants: participantsSheet,
  Activity: activitySheet,
  Transcript: transcriptSheet,
}

/** In the order of the workbook. */
export const sheetDesigns: readonly SheetDesign[] = sheetNames.map((name) => designs[name])
