import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { HealthProblem } from '../../../server/contract/health.ts'
import { createRequest } from '../../api/services.ts'

export const loadHealth = createRequest('health/load', (rest) => rest.health)

interface HealthState {
  problems: readonly HealthProblem[]
  /** Items of lists that did not fit the contract and are not shown. */
  leftOut: number
}

const initialState: HealthState = { problems: [], leftOut: 0 }

/** What is wrong with the data, until a person does something about it. */
export const healthSlice = createSlice({
  name: 'health',
  initialState,
  reducers: {
    /** `HEALTH_CHANGED`. */
    problemsHeard: (state, { payload }: PayloadAction<readonly HealthProblem[]>) => {
      state.problems = [...payload]
    },
    /** A page held so many items that cannot be shown. */
    itemsLeftOut: (state, { payload }: PayloadAction<number>) => {
      state.leftOut = Math.max(state.leftOut, payload)
    },
  },
  extraReducers: (builder) => {
    builder.addCase(loadHealth.fulfilled, (state, { payload }) => {
      state.problems = payload.problems ?? []
    })
  },
})

export interface HealthRoot {
  health: HealthState
}

export const selectProblems = ({ health }: HealthRoot) => health.problems
export const selectLeftOut = ({ health }: HealthRoot) => health.leftOut
