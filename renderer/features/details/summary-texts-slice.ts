import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import { isTerminal, type ReportState } from '../../../server/contract/reports.ts'
import { reportsSlice } from '../reports/index.ts'

/** Characters kept of one text; more is for the workbook. */
const keptLength = 20_000

/** States in which nothing has been written yet, or nothing of this attempt. */
const isBefore = (state: ReportState) => state === 'queued' || state === 'collecting'

/**
 * The summaries that are being written, by report. They are kept whether or not anybody looks, because
 * what was written before the drawer opened is not sent again.
 */
export const summaryTextsSlice = createSlice({
  name: 'summaryTexts',
  initialState: {} as Record<string, string>,
  reducers: {
    /** One frame's worth of `SUMMARY_DELTA`. */
    piecesReceived: (
      state,
      { payload }: PayloadAction<readonly { reportOid: string; text: string }[]>,
    ) => {
      for (const { reportOid, text } of payload) {
        state[reportOid] = ((state[reportOid] ?? '') + text).slice(0, keptLength)
      }
    },
  },
  extraReducers: (builder) => {
    builder.addCase(reportsSlice.actions.statusesReceived, (state, { payload }) => {
      for (const { reportOid, state: now } of payload) {
        // The end brings the summary itself; another attempt begins a new text.
        if (isTerminal(now) || isBefore(now)) delete state[reportOid]
      }
    })
  },
})

export interface SummaryTextsRoot {
  summaryTexts: Record<string, string>
}

export const selectSummaryText = ({ summaryTexts }: SummaryTextsRoot, reportOid: string): string =>
  summaryTexts[reportOid] ?? ''
