import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { Person, PeopleSuggestion, PersonSort } from '../../../server/contract/people.ts'
import { nothingSelected, pickRow, selectRows } from '../../ui/grid-selection.ts'
import type { Place } from '../../ui/place.ts'
import { roomsSlice } from '../rooms/index.ts'
import { loadPeople, loadSuggestions, sayOfPeople, undoPeople, type Changed } from './commands.ts'
import type { PeopleColumn, PeopleView } from './view.ts'

/** A dialog above the view, and whom it is about. */
export type PeopleQuestion = { kind: 'merge' | 'rename' | 'split'; people: Person[] }

const initialState = {
  view: { search: '', only: null, sort: '-messages', roomOid: null } as PeopleView,
  people: [] as readonly Person[],
  /** How many there are, of whom not all may have been read. */
  total: 0,
  state: 'unread' as 'unread' | 'reading' | 'read' | 'failed',
  /** Of the newest request; the answers to others come too late. */
  requestId: '',
  /** Grows whenever others may have written, or said something of people. */
  news: 0,
  suggestions: [] as readonly PeopleSuggestion[],
  ...nothingSelected,
  menu: null as ({ personOid: string } & Place) | null,
  question: null as PeopleQuestion | null,
  /** What was said last and not taken back. */
  last: null as Changed | null,
}

export type PeopleState = typeof initialState
export interface PeopleRoot {
  people: PeopleState
}

export const peopleSlice = createSlice({
  name: 'people',
  initialState,
  reducers: {
    viewChanged: (state, { payload }: PayloadAction<Partial<PeopleView>>) => {
      state.view = { ...state.view, ...payload }
      if (payload.roomOid === undefined) return
      state.selected = {}
      state.people = []
      state.suggestions = []
      state.state = 'unread'
    },
    sortToggled: (state, { payload: column }: PayloadAction<PeopleColumn>) => {
      const first: PersonSort = column === 'name' ? 'name' : `-${column}`
      const other: PersonSort = column === 'name' ? '-name' : column
      state.view.sort = state.view.sort === first ? other : first
    },
    /** Somebody else has said something of people. */
    peopleHeard: (state) => {
      state.news += 1
    },
    personPicked: pickRow,
    peopleSelected: selectRows,
    menuAsked: (state, { payload }: PayloadAction<NonNullable<PeopleState['menu']>>) => {
      state.menu = payload
      state.activeOid = payload.personOid
    },
    menuClosed: (state) => {
      state.menu = null
    },
    asked: (state, { payload }: PayloadAction<PeopleQuestion>) => {
      state.question = payload
    },
    answered: (state) => {
      state.question = null
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadPeople.pending, (state, { meta }) => {
        state.requestId = meta.requestId
        if (state.state !== 'read') state.state = 'reading'
      })
      .addCase(loadPeople.fulfilled, (state, { meta, payload }) => {
        if (meta.requestId !== state.requestId) return
        state.people = payload.people
        state.total = payload.total
        state.state = 'read'
      })
      .addCase(loadPeople.rejected, (state, { meta }) => {
        if (meta.requestId === state.requestId && !meta.aborted) state.state = 'failed'
      })
      .addCase(loadSuggestions.fulfilled, (state, { payload }) => {
        state.suggestions = payload
      })
      .addCase(sayOfPeople.fulfilled, (state, { payload }) => {
        state.last = payload
        // Those who are parts of another person now, or no longer, are other rows.
        if (payload.said !== 'role' && payload.said !== 'name') state.selected = {}
        const [first] = payload.people
        if (payload.said === 'merge' && first !== undefined) state.activeOid = first.personOid
      })
      .addCase(undoPeople.pending, (state, { meta }) => {
        if (state.last?.until === meta.arg.until) state.last = null
      })
      .addCase(undoPeople.fulfilled, (state) => {
        state.selected = {}
      })
      .addCase(roomsSlice.actions.roomsRemoved, (state, { payload }) => {
        if (payload.length === 0) return
        state.news += 1
        if (state.view.roomOid !== null && payload.includes(state.view.roomOid)) {
          state.view.roomOid = null
          state.state = 'unread'
        }
      })
      .addCase(roomsSlice.actions.roomsChanged, (state) => {
        state.news += 1
      })
  },
})

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectPeopleUndo = ({ people }: PeopleRoot, now = Date.now()): Changed | null =>
  people.last !== null && people.last.until > now ? people.last : null
