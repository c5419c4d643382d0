import { createSelector } from '@reduxjs/toolkit'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import { isTerminal, type ReportState } from '../../../server/contract/reports.ts'
import { filterProblem, toFilter } from '../choices/index.ts'
import { countBatch } from './batch.ts'
import type { ReportEntry } from './entry.ts'
import { periodProblem, toOptions } from './period.ts'
import type { ReportsRoot } from './reports-slice.ts'

export const selectReportsLoaded = ({ reports }: ReportsRoot) => reports.loaded

export const selectReport = ({ reports }: ReportsRoot, reportOid: string | undefined) =>
  reportOid === undefined ? undefined : reports.entities[reportOid]

export const selectRoomReport = ({ reports }: ReportsRoot, roomOid: string) =>
  selectReport({ reports }, reports.newestByRoom[roomOid])

/** The finished report of a room whose newest one brought no workbook; undefined where none is known. */
export const selectGoodOid = ({ reports }: ReportsRoot, reportOid: string): string | undefined => {
  const entry = reports.entities[reportOid]
  if (entry?.state !== 'failed' && entry?.state !== 'cancelled') return undefined
  const goodOid = reports.goodByRoom[entry.roomOid]
  // A retry of the very report may have taken its workbook back.
  return goodOid === reportOid || reports.entities[goodOid ?? '']?.state !== 'finished'
    ? undefined
    : goodOid
}

/** Rooms whose newest report brought no workbook, while it is not known whether an earlier one did. */
export const selectHasUnknownGood = ({ reports }: ReportsRoot): boolean =>
  reports.workbooksLoaded === 0 &&
  Object.values(reports.newestByRoom).some((oid) => {
    const state = reports.entities[oid]?.state
    return state === 'failed' || state === 'cancelled'
  })

export const selectAsked = ({ reports }: ReportsRoot, reportOid: string) => reports.asked[reportOid]

export const selectNextOids = ({ reports }: ReportsRoot) => reports.next

/** Whether its workbook was not on the disk when it was last looked for. */
export const selectIsMissing = ({ reports }: ReportsRoot, reportOid: string | undefined) =>
  reportOid !== undefined && reports.missing[reportOid] === true

/** Changes when any report changes its state; not when it only moves on. */
export const selectTransitions = ({ reports }: ReportsRoot) => reports.transitions
export const selectTriggering = ({ reports }: ReportsRoot) => reports.triggering

/** The batch; before the first of this installation, everything that rooms tell of the past. */
export const selectBatchEntries = createSelector(
  [
    ({ reports }: ReportsRoot) => reports.batch,
    ({ reports }: ReportsRoot) => reports.newestByRoom,
    ({ reports }: ReportsRoot) => reports.entities,
  ],
  (batch, newestByRoom, entities): ReportEntry[] =>
    (batch.length > 0 ? batch : Object.values(newestByRoom))
      .map((oid) => entities[oid])
      .filter((entry) => entry !== undefined),
)

/** Overviews of the batch, the newest first. */
export const selectOverviewOids = createSelector([selectBatchEntries], (entries) =>
  entries
    .filter(({ kind }) => kind === 'overview')
    .map(({ reportOid }) => reportOid)
    .toReversed(),
)

export const selectBatchCounts = createSelector([selectBatchEntries], countBatch)

/** What the filter offers; `running` is everything between asked for and ended. */
export const stateFilters = ['none', 'running', 'finished', 'failed', 'cancelled'] as const
export type StateFilter = (typeof stateFilters)[number]

export const filterOf = (state: ReportState | undefined): StateFilter => {
  if (state === undefined) return 'none'
  if (!isTerminal(state)) return 'running'
  return state as StateFilter
}

export const selectOpenOids = createSelector([selectBatchEntries], (entries) =>
  entries.filter(({ state }) => !isTerminal(state)).map(({ reportOid }) => reportOid),
)

export const selectFailedOids = createSelector([selectBatchEntries], (entries) =>
  entries
    .filter(({ state, error }) => state === 'failed' && error?.retryable !== false)
    .map(({ reportOid }) => reportOid),
)

/** Rooms whose reports would be mailed, and to whom; null unless that is being asked. */
export const selectMailing = ({ reports }: ReportsRoot) => reports.mailing

export const selectPeriod = ({ reports }: ReportsRoot) => reports.period

export const selectFilter = ({ reports }: ReportsRoot) => reports.filter

/** What keeps reports from being started, as a key of the catalogue; null: nothing. */
export const selectAskProblem = ({ reports }: ReportsRoot) => {
  const period = periodProblem(reports.period)
  if (period !== null) return `period.${period}` as const
  return filterProblem(reports.filter) === null ? null : ('choices.filter.tooLong' as const)
}

/** What the next reports are asked to read. */
export const askedOptions = (
  { reports: { period, filter } }: ReportsRoot,
  now = Date.now(),
): ReportOptions => {
  const asked = toFilter(filter)
  return { ...toOptions(period, now), ...(asked && { filter: asked }) }
}

export const selectNewestOid = ({ reports }: ReportsRoot, roomOid: string) =>
  reports.newestByRoom[roomOid]

/** Report whose workbook is being looked at, or null. */
export const selectPreviewOid = ({ reports }: ReportsRoot) => reports.previewOid
