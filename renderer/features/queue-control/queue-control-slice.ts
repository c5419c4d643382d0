import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { Queue, QueueChange } from '../../../server/contract/reports.ts'
import { createRequest } from '../../api/services.ts'

export const loadQueue = createRequest('queue/load', (rest) => rest.queue)

export const changeQueue = createRequest('queue/change', (rest) => rest.changeQueue)

interface QueueControlState {
  /** What the server said last; null before it has said anything. */
  known: Queue | null
  /** What was asked for and not answered yet: shown at once, so that two quick clicks are two steps. */
  asked: QueueChange
  askedBy: string | null
}

const initialState: QueueControlState = { known: null, asked: {}, askedBy: null }

export const queueControlSlice = createSlice({
  name: 'queueControl',
  initialState,
  reducers: {
    /** `QUEUE_CHANGED`. */
    queueChanged: (state, { payload }: PayloadAction<Queue>) => {
      state.known = payload
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadQueue.fulfilled, (state, { payload }) => {
        state.known = payload
      })
      .addCase(changeQueue.pending, (state, { meta }) => {
        state.asked = { ...state.asked, ...meta.arg }
        state.askedBy = meta.requestId
      })
      .addCase(changeQueue.fulfilled, (state, { payload, meta }) => {
        if (state.askedBy !== meta.requestId) return
        state.known = payload
        state.asked = {}
        state.askedBy = null
      })
      .addCase(changeQueue.rejected, (state, { meta }) => {
        if (state.askedBy !== meta.requestId) return
        state.asked = {}
        state.askedBy = null
      })
  },
})

export interface QueueControlRoot {
  queueControl: QueueControlState
}

export const selectPaused = ({ queueControl }: QueueControlRoot): boolean =>
  queueControl.asked.paused ?? queueControl.known?.paused ?? false

/** Reports at once, or null while unknown. */
export const selectConcurrency = ({ queueControl }: QueueControlRoot): number | null =>
  queueControl.asked.concurrency ?? queueControl.known?.concurrency ?? null
