import { createSlice } from '@reduxjs/toolkit'
import type { TrashEntry } from '../../../server/contract/trash.ts'
import { createRequest } from '../../api/services.ts'

/** Deletes rooms, reports and imports together; they can be taken back together for a while. */
export const throwAway = createRequest('trash/throw', (rest) => rest.throwAway)

/** Puts rooms together; as a delete of those that go, it can be taken back for a while. */
export const mergeRooms = createRequest('trash/mergeRooms', (rest) => rest.mergeRooms)

/** Takes a delete, or a merge, back. */
export const takeBack = createRequest('trash/takeBack', (rest) => rest.takeBack)

const initialState = {
  /** What was deleted last and not taken back; it may be too late for that. */
  last: null as TrashEntry | null,
}

export type TrashState = typeof initialState
export interface TrashRoot {
  trash: TrashState
}

export const trashSlice = createSlice({
  name: 'trash',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder.addCase(throwAway.fulfilled, (state, { payload }) => {
      state.last = payload
    })
    builder.addCase(mergeRooms.fulfilled, (state, { payload }) => {
      const { trashOid, until, mergedFrom: roomOids } = payload
      state.last = { trashOid, until, roomOids, reportOids: [], importOids: [] }
    })
    builder.addCase(takeBack.pending, (state, { meta }) => {
      if (state.last?.trashOid === meta.arg) state.last = null
    })
  },
})

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectUndoOid = ({ trash }: TrashRoot, now = Date.now()): string | null =>
  trash.last !== null && Date.parse(trash.last.until) > now ? trash.last.trashOid : null
