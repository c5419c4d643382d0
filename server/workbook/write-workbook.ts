import { speechIn } from '../figures/speech-in.ts'
import { anonymized } from './anonymize.ts'
import type { WorkbookInput } from './input.ts'
import { abortable } from './message-source.ts'
import { wholeFile, type WrittenWorkbook } from './whole-file.ts'
import { writeParts } from './write-parts.ts'

export type { WorkbookChanges } from './changes.ts'
export type { MessageSlices, WorkbookInput } from './input.ts'
export type { WorkbookLogo, WorkbookOptions } from './options.ts'
export type { WrittenWorkbook } from './whole-file.ts'

/**
 * Writes the workbook of one report, as `wholeFile` does.
 *
 * Memory does not grow with the room, but for about twenty-five bytes for each message where
 * messages answer each other. The event loop is free between slices, so several reports can be
 * written in one thread.
 */
export function writeWorkbook(asked: WorkbookInput): Promise<WrittenWorkbook> {
  const { language = 'en', anonymize = false } = asked.options ?? {}
  const speech = speechIn(language, asked.statistics.timeZone)
  const input = anonymize ? anonymized(asked, speech) : asked
  return wholeFile(input, (zip, changes) =>
    writeParts({ ...input, speech, zip, changes, slices: abortable(input) }),
  )
}
