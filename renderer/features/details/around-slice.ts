import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import { roomsSlice } from '../rooms/index.ts'
import type { Quoted } from './MessagesAround.tsx'

/** A message of a room that the drawer is opened for. */
export interface Found extends Quoted {
  roomOid: string
}

const initialState = { found: null as Found | null }

/** What the drawer shows above all else: what was said around a message that somebody has found. */
export const aroundSlice = createSlice({
  name: 'around',
  initialState,
  reducers: {
    aroundShown: (state, { payload }: PayloadAction<Found>) => {
      state.found = payload
    },
    aroundHidden: () => initialState,
  },
  extraReducers: (builder) => {
    const { detailsClosed, roomOpened, roomPicked } = roomsSlice.actions
    // Another room, or the same one for its own sake.
    builder
      .addCase(detailsClosed, () => initialState)
      .addCase(roomOpened, () => initialState)
      .addCase(roomPicked, (state, { payload: { how } }) =>
        how === 'activate' ? initialState : state,
      )
  },
})

export interface AroundRoot {
  around: typeof initialState
}

export const selectFound = ({ around }: AroundRoot): Found | null => around.found
