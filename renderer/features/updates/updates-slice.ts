import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { UpdateState } from '../../../server/contract/desktop-api.ts'
import { createHostCall } from '../../api/services.ts'

export const loadUpdate = createHostCall('updates/load', (desktop) => desktop.update)

export const answerUpdate = createHostCall('updates/answer', (desktop) => desktop.answerUpdate)

export const updatesSlice = createSlice({
  name: 'updates',
  initialState: { update: { step: 'none' } as UpdateState },
  reducers: {
    updateHeard: (state, { payload }: PayloadAction<UpdateState>) => {
      state.update = payload
    },
  },
  extraReducers: (builder) => {
    builder.addCase(loadUpdate.fulfilled, (state, { payload }) => {
      state.update = payload
    })
  },
})

export interface UpdatesRoot {
  updates: ReturnType<typeof updatesSlice.reducer>
}

export const selectUpdate = ({ updates }: UpdatesRoot) => updates.update
