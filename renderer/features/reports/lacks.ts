import type { WorkbookFile } from '../../../server/contract/reports.ts'

/** What a finished workbook lacks most, as the name of its state, and why; null where it lacks nothing. */
export function lacksOf(workbook: WorkbookFile | undefined) {
  const { notAllRead, withoutModel, withoutService } = workbook ?? {}
  if (notAllRead) return { word: 'notAllRead', why: notAllRead } as const
  if (withoutModel) return { word: 'withoutModel', why: withoutModel } as const
  return withoutService ? ({ word: 'withoutService', why: withoutService } as const) : null
}
