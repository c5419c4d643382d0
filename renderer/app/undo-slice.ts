import { createSlice, isAnyOf, isFulfilled, isPending, isRejected } from '@reduxjs/toolkit'
import { changeLimits } from '../features/access/index.ts'
import { deleteGroup } from '../features/groups/index.ts'
import { sayOfPeople } from '../features/people/index.ts'
import { mergeRooms, throwAway } from '../features/trash/index.ts'

const isAsked = isPending(changeLimits, deleteGroup, mergeRooms, sayOfPeople, throwAway)
const isOver = isAnyOf(
  isFulfilled(changeLimits, deleteGroup, mergeRooms, sayOfPeople, throwAway),
  isRejected(changeLimits, deleteGroup, mergeRooms, sayOfPeople, throwAway),
)

/** What was asked for, can be taken back, and is not answered yet: its rows may be gone from the window before. */
export const undoSlice = createSlice({
  name: 'undo',
  initialState: { asked: [] as string[] },
  reducers: {},
  extraReducers: (builder) => {
    builder.addMatcher(isAsked, (state, { meta }) => {
      state.asked.push(meta.requestId)
    })
    builder.addMatcher(isOver, (state, { meta }) => {
      state.asked = state.asked.filter((requestId) => requestId !== meta.requestId)
    })
  },
})
