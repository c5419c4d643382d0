import { createAction, createSlice, type PayloadAction } from '@reduxjs/toolkit'
import {
  isRunOver,
  type Schedule,
  type ScheduleRun,
  type ScheduleRunNews,
} from '../../../server/contract/schedules.ts'
import {
  changeSchedule,
  deleteSchedule,
  loadRuns,
  loadSchedules,
  makeSchedule,
  runSchedule,
} from './commands.ts'

/** A dialog above the view. A new schedule may begin with the rooms that it reports. */
export type ScheduleQuestion =
  | { kind: 'new'; groupOid?: string; roomOids?: string[] }
  | { kind: 'edit' | 'delete'; scheduleOid: string }

export interface RunHistory {
  runs: readonly ScheduleRun[]
  /** Whether there are earlier ones. */
  hasMore: boolean
}

/** Told once, when a run is over; what is shown of it is read by request. */
export const runEnded = createAction<ScheduleRunNews>('schedules/run-ended')

const initialState = {
  /** By name. */
  schedules: [] as readonly Schedule[],
  state: 'unread' as 'unread' | 'read' | 'failed',
  /** The history of those schedules that were looked at; null: it could not be read. */
  histories: {} as Readonly<Record<string, RunHistory | null>>,
  pickedOid: null as string | null,
  /** Whether a narrow window shows the picked schedule in place of the list. */
  isOpen: false,
  question: null as ScheduleQuestion | null,
}

export type SchedulesState = typeof initialState
export interface SchedulesRoot {
  schedules: SchedulesState
}

const byName = (a: Schedule, b: Schedule): number => a.name.localeCompare(b.name)

const put = (state: SchedulesState, schedule: Schedule): void => {
  const { scheduleOid } = schedule
  const others = state.schedules.filter((one) => one.scheduleOid !== scheduleOid)
  state.schedules = [...others, schedule].sort(byName)
}

export const schedulesSlice = createSlice({
  name: 'schedules',
  initialState,
  reducers: {
    schedulePicked: (
      state,
      { payload: { oid, how } }: PayloadAction<{ oid: string | null; how: 'walk' | 'open' }>,
    ) => {
      if (oid !== null) state.pickedOid = oid
      if (how === 'open') state.isOpen = oid !== null
    },
    scheduleAsked: (state, { payload }: PayloadAction<ScheduleQuestion>) => {
      state.question = payload
    },
    scheduleAnswered: (state) => {
      state.question = null
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadSchedules.fulfilled, (state, { payload }) => {
        state.schedules = [...payload].sort(byName)
        state.state = 'read'
      })
      .addCase(loadSchedules.rejected, (state) => {
        // What was read before is still worth showing.
        if (state.state === 'unread') state.state = 'failed'
      })
      .addCase(makeSchedule.fulfilled, (state, { payload }) => {
        put(state, payload)
        state.pickedOid = payload.scheduleOid
        state.isOpen = true
        state.question = null
      })
      .addCase(changeSchedule.fulfilled, (state, { payload }) => put(state, payload))
      .addCase(deleteSchedule.fulfilled, (state, { meta }) => {
        const gone = meta.arg.scheduleOid
        state.schedules = state.schedules.filter(({ scheduleOid }) => scheduleOid !== gone)
        if (state.pickedOid === gone) state.pickedOid = null
        state.isOpen = false
      })
      .addCase(runSchedule.fulfilled, (state, { meta, payload }) => {
        put(state, { ...meta.arg, lastRun: payload })
      })
      .addCase(loadRuns.fulfilled, (state, { meta, payload }) => {
        state.histories = { ...state.histories, [meta.arg.scheduleOid]: payload }
      })
      .addCase(loadRuns.rejected, (state, { meta }) => {
        const { scheduleOid } = meta.arg
        if (meta.aborted || state.histories[scheduleOid]) return
        state.histories = { ...state.histories, [scheduleOid]: null }
      })
  },
})

export const selectSchedules = ({ schedules }: SchedulesRoot) => schedules.schedules
export const selectSchedule = ({ schedules }: SchedulesRoot, scheduleOid: string | null) =>
  schedules.schedules.find((schedule) => schedule.scheduleOid === scheduleOid)
/** The schedule whose details stand beside the list: the first one, until another is picked. */
export const selectPickedSchedule = (root: SchedulesRoot): Schedule | undefined =>
  selectSchedule(root, root.schedules.pickedOid) ?? root.schedules.schedules[0]

export const isRunning = ({ lastRun }: Schedule): boolean =>
  lastRun !== undefined && !isRunOver(lastRun.state)
