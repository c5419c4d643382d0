import {
  createAction,
  createEntityAdapter,
  createSlice,
  isAsyncThunkAction,
  isFulfilled,
  isRejected,
  type PayloadAction,
} from '@reduxjs/toolkit'
import { isTerminal, type Report, type ReportStatus } from '../../../server/contract/reports.ts'
import type { Room } from '../../../server/contract/rooms.ts'
import { noFilter, type FilterDraft } from '../choices/index.ts'
import {
  cancelReports,
  loadReport,
  loadReports,
  loadBatch,
  loadCovered,
  loadRoomReports,
  loadWorkbooks,
  openWorkbook,
  readMailPlan,
  retryReports,
  runReportNext,
  saveWorkbookAs,
  showWorkbook,
  startOverview,
  takeQuotes,
  triggerReports,
  type ReportsAsked,
} from './commands.ts'
import type { MailPlan } from './mail-plan.ts'
import { wholeTime, type Period } from './period.ts'
import {
  applyStatus,
  fromLastReport,
  fromReport,
  isOvertaken,
  isStale,
  type ReportEntry,
} from './entry.ts'

const adapter = createEntityAdapter<ReportEntry, string>({
  selectId: ({ reportOid }) => reportOid,
})

/** What would be mailed: a report of each room, or one overview of all of them. */
type MailAsked = ReportsAsked & MailPlan & { isSent: boolean }

const initialState = adapter.getInitialState({
  /** Whether the reports were read that matter at the start. */
  loaded: false,
  /** The newest report of each room: what the room's row shows. */
  newestByRoom: {} as Record<string, string>,
  /** The newest finished one of each room: its workbook stays in reach whatever came of a later one. */
  goodByRoom: {} as Record<string, string>,
  /** Reports that were started together or on top of each other: what the header counts. */
  batch: [] as string[],
  /** Grows when any report changes its state, not when it only moves on. */
  transitions: 0,
  /** Asked of the server and not answered yet. */
  asked: {} as Record<string, 'cancel' | 'retry' | 'quotes'>,
  /** Waiting reports that were asked to run next, in the order in which they will. */
  next: [] as string[],
  /** Reports whose workbook was not on the disk when it was last looked for. */
  missing: {} as Record<string, true>,
  triggering: false,
  /** Rooms whose reports would be mailed, until the person has said whether they shall. */
  mailing: null as MailAsked | null,
  period: wholeTime,
  /** Which messages of the period the next reports read. */
  filter: noFilter,
  /** Report whose workbook is being looked at. */
  previewOid: null as string | null,
  /** How often the list of workbooks was read. */
  workbooksLoaded: 0,
})

export type ReportsState = typeof initialState
export interface ReportsRoot {
  reports: ReportsState
}

/** Whoever opens, shows or saves a workbook finds out whether it is there. */
const foundWorkbook = isFulfilled(openWorkbook, showWorkbook, saveWorkbookAs)
const missedWorkbook = isRejected(openWorkbook, showWorkbook, saveWorkbookAs)

/** When a report was asked for, as far as that is known; sorts as text. */
const ageOf = ({ createdAt, finishedAt }: ReportEntry): string => createdAt ?? finishedAt ?? ''

/** Keeps the newer of two reports of a room. */
const noteNewest = (
  { entities }: ReportsState,
  newestByRoom: Record<string, string>,
  entry: ReportEntry,
): void => {
  const newest = entities[newestByRoom[entry.roomOid] ?? '']
  if (!newest || ageOf(newest) <= ageOf(entry)) newestByRoom[entry.roomOid] = entry.reportOid
}

const put = (state: ReportsState, entry: ReportEntry): void => {
  const known = state.entities[entry.reportOid]
  if (isStale(known, entry)) return
  if (known?.state !== entry.state) state.transitions += 1
  if (isTerminal(entry.state)) delete state.asked[entry.reportOid]
  if (entry.state !== 'queued' && state.next.includes(entry.reportOid)) {
    state.next = state.next.filter((oid) => oid !== entry.reportOid)
  }
  adapter.setOne(state, entry)
  noteNewest(state, state.newestByRoom, entry)
  if (entry.state === 'finished') noteNewest(state, state.goodByRoom, entry)
}

const putRead = (state: ReportsState, report: Report): void => {
  if (!isOvertaken(state.entities[report.reportOid], report)) put(state, fromReport(report))
}

/** A new batch begins when nothing of the last one is under way; otherwise the batch grows. */
const joinBatch = (state: ReportsState, reportOids: readonly string[]): void => {
  const busy = state.batch.some((oid) => {
    const entry = state.entities[oid]
    return entry && !isTerminal(entry.state)
  })
  state.batch = [...new Set([...(busy ? state.batch : []), ...reportOids])]
}

/** Reports that were asked for and have been started. */
const begin = (state: ReportsState, reports: readonly Report[]): void => {
  joinBatch(
    state,
    reports.map(({ reportOid }) => reportOid),
  )
  for (const report of reports) {
    // Its first statuses may have overtaken the answer to the request.
    if (!state.entities[report.reportOid]?.complete) put(state, fromReport(report))
  }
}

/** Somebody wants to see all of an overview. Who shows it keeps it. */
export const overviewOpened = createAction<string>('reports/overview-opened')

export const reportsSlice = createSlice({
  name: 'reports',
  initialState,
  reducers: {
    /** One frame's worth of statuses, newest per report. */
    statusesReceived: (state, { payload }: PayloadAction<ReportStatus[]>) => {
      for (const status of payload) {
        const known = state.entities[status.reportOid]
        const starts = !known?.complete || isTerminal(known.state)
        if (starts && !isTerminal(status.state) && !isStale(known, status)) {
          joinBatch(state, [status.reportOid])
        }
        put(state, applyStatus(known, status))
      }
    },
    /** What rooms say of their last report; never takes away what is known better. */
    lastReportsHeard: (state, { payload }: PayloadAction<Room[]>) => {
      for (const room of payload) {
        const entry = fromLastReport(room)
        if (entry && !state.entities[entry.reportOid]) {
          put(state, entry)
          state.newestByRoom[room.roomOid] = entry.reportOid
        }
      }
    },
    /** Somebody has deleted them, or their room with all it had. */
    reportsRemoved: (state, { payload }: PayloadAction<string[]>) => {
      const isGone = new Set(payload)
      adapter.removeMany(state, payload)
      state.batch = state.batch.filter((oid) => !isGone.has(oid))
      state.next = state.next.filter((oid) => !isGone.has(oid))
      if (isGone.has(state.previewOid ?? '')) state.previewOid = null
      for (const newest of [state.newestByRoom, state.goodByRoom]) {
        for (const [room, oid] of Object.entries(newest)) if (isGone.has(oid)) delete newest[room]
      }
      // What is left of those rooms takes the place.
      for (const entry of Object.values(state.entities)) {
        noteNewest(state, state.newestByRoom, entry)
        if (entry.state === 'finished') noteNewest(state, state.goodByRoom, entry)
      }
      state.transitions += 1
    },
    periodChanged: (state, { payload }: PayloadAction<Period>) => {
      state.period = payload
    },
    filterChanged: (state, { payload }: PayloadAction<FilterDraft>) => {
      state.filter = payload
    },
    mailAsked: (state, { payload }: PayloadAction<MailAsked>) => {
      state.mailing = payload
    },
    mailAnswered: (state) => {
      state.mailing = null
    },
    previewOpened: (state, { payload }: PayloadAction<string>) => {
      state.previewOid = payload
    },
    previewClosed: (state) => {
      state.previewOid = null
    },
    batchRestored: (state, { payload }: PayloadAction<string[]>) => {
      if (state.batch.length === 0) state.batch = payload
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadReports.fulfilled, (state, { payload }) => {
        state.loaded = true
        for (const report of payload) putRead(state, report)
        const open = payload.filter((report) => !isTerminal(report.state))
        const batches = new Set(open.flatMap(({ batchOid }) => batchOid ?? []))
        const counted = payload.filter(({ batchOid = '' }) => batches.has(batchOid))
        const oids = [...open, ...counted].map(({ reportOid }) => reportOid)
        if (oids.length > 0) state.batch = [...new Set([...state.batch, ...oids])]
      })
      .addCase(loadReport.fulfilled, (state, { payload }) => putRead(state, payload))
      .addCase(runReportNext.pending, (state, { meta }) => {
        if (!state.next.includes(meta.arg)) state.next.push(meta.arg)
      })
      .addCase(runReportNext.rejected, (state, { meta }) => {
        state.next = state.next.filter((oid) => oid !== meta.arg)
      })
      .addCase(loadWorkbooks.fulfilled, (state, { payload }) => {
        state.workbooksLoaded += 1
        // Oldest first, so that the newest of a room ends up as its newest.
        for (const report of payload.toReversed()) {
          put(state, fromReport(report))
          if (report.workbook?.missing === true) state.missing[report.reportOid] = true
          else delete state.missing[report.reportOid]
        }
      })
      .addCase(triggerReports.fulfilled, (state, { payload }) => begin(state, payload.reports))
      .addCase(startOverview.fulfilled, (state, { payload }) => begin(state, payload.reports))
      .addCase(cancelReports.pending, (state, { meta }) => {
        for (const oid of meta.arg) state.asked[oid] = 'cancel'
      })
      .addCase(retryReports.pending, (state, { meta }) => {
        for (const oid of meta.arg) state.asked[oid] = 'retry'
      })
      .addCase(takeQuotes.pending, (state, { meta }) => {
        state.asked[meta.arg] = 'quotes'
      })
      .addCase(cancelReports.fulfilled, (state, { payload }) => {
        // A report that obeyed stays "cancelling" until its end is announced.
        for (const { reportOid } of payload.refused) delete state.asked[reportOid]
      })
      .addCase(retryReports.fulfilled, (state, { payload, meta }) => {
        for (const oid of meta.arg) delete state.asked[oid]
        joinBatch(
          state,
          payload.reports.map(({ reportOid }) => reportOid),
        )
        for (const report of payload.reports) put(state, fromReport(report))
      })
      .addCase(loadCovered.fulfilled, (state, { payload }) => {
        for (const { report } of payload) if (report) put(state, fromReport(report))
      })
      .addMatcher(isFulfilled(loadRoomReports, loadBatch), (state, { payload }) => {
        for (const report of payload.toReversed()) putRead(state, report)
      })
      .addMatcher(
        isAsyncThunkAction(readMailPlan, startOverview, triggerReports),
        (state, { meta }) => {
          state.triggering = meta.requestStatus === 'pending'
        },
      )
      .addMatcher(takeQuotes.settled, (state, { meta }) => {
        delete state.asked[meta.arg]
      })
      .addMatcher(foundWorkbook, (state, { meta }) => {
        delete state.missing[meta.arg]
      })
      .addMatcher(missedWorkbook, (state, { meta, error }) => {
        if (error.code === 'workbook_missing') state.missing[meta.arg] = true
      })
  },
})
