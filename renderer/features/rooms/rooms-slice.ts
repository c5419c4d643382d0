import { createEntityAdapter, createSlice, original, type PayloadAction } from '@reduxjs/toolkit'
import type { Room, RoomChange, RoomSort } from '../../../server/contract/rooms.ts'
import { createCommand } from '../../api/services.ts'
import {
  forgetRows,
  nothingSelected,
  pickRow,
  selectRows,
  type GridPick,
} from '../../ui/grid-selection.ts'
import type { Place } from '../../ui/place.ts'
import { overviewOpened, startOverview, triggerReports } from '../reports/index.ts'
import {
  defaultViewOptions,
  firstDirection,
  serverSort,
  type RoomViewOptions,
  type SortColumn,
} from './view-options.ts'

const adapter = createEntityAdapter<Room, string>({ selectId: ({ roomOid }) => roomOid })

/** Rooms that stood on top the last time, and how many there were in all. */
export interface RecalledRooms {
  items: Room[]
  total: number
}

/** What the window shows first: more rooms than any screen has lines. */
const firstRooms = 60

/**
 * The rooms that stand on top, in the order that the window asks for; all of them where only the window
 * itself knows that order.
 */
export const loadFirstRooms = createCommand(
  'rooms/load-first',
  async (_: undefined, { extra, getState }) => {
    const sort = serverSort((getState() as RoomsRoot).rooms.view)
    const page = await extra.rest.roomPage(sort === null ? {} : { sort, max: firstRooms })
    return { ...page, sort: sort ?? 'name' }
  },
)

/** The rooms behind those that were loaded first; without a cursor all of them. */
export const loadOtherRooms = createCommand(
  'rooms/load-others',
  async ({ cursor, sort }: { cursor: string | null; sort: RoomSort }, { extra }) =>
    extra.rest.roomsFrom(cursor, sort),
)

/** All rooms, and which of those that were known have gone. By name: in that order no message moves a room. */
export const readRooms = createCommand('rooms/read', async (_: undefined, { extra, getState }) => {
  const before = (getState() as RoomsRoot).rooms.ids
  const items = await extra.rest.roomsFrom(null, 'name')
  const there = new Set(items.map(({ roomOid }) => roomOid))
  return { items, gone: before.filter((oid) => !there.has(oid)) }
})

export const changeRoom = createCommand(
  'rooms/change',
  async ({ roomOid, change }: { roomOid: string; change: RoomChange }, { extra }) =>
    extra.rest.changeRoom(roomOid, change),
)

const initialState = adapter.getInitialState({
  /** Whether the rooms that stand on top are there, or all there are. */
  shown: false,
  /** Whether all rooms are there; until then `expected` says how many there will be. */
  loaded: false,
  expected: 0,
  /** Rooms of the last start that the server has not named yet. */
  unconfirmed: [] as string[],
  /** What the next start may draw at once; null where the server does not know the order. */
  first: null as RecalledRooms | null,
  view: defaultViewOptions,
  ...nothingSelected,
  /** Room whose details are open. */
  openOid: null as string | null,
  /** Overview whose details are open in place of those of a room. */
  openOverviewOid: null as string | null,
  /** Row whose menu is open, and where in the window. */
  menu: null as ({ roomOid: string } & Place) | null,
  /** Room that is being given another name. */
  renamingOid: null as string | null,
  /** Rooms that are to be deleted, until the person has said what becomes of their workbooks. */
  deleting: [] as string[],
  /** Rooms that are to be merged, until the person has said which stays. */
  merging: [] as string[],
  /** Rooms that are to be put into a group, until the person has said which. */
  grouping: [] as string[],
})

export type RoomsState = typeof initialState
export interface RoomsRoot {
  rooms: RoomsState
}

const isSame = (one: Room | undefined, other: Room): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other)

/**
 * Merges, and touches only what is different: most rooms of the last time are still the same, and no row
 * of theirs is drawn again.
 */
const merge = (state: RoomsState, rooms: readonly Room[]): void => {
  const changed = rooms.filter((room) => !isSame(original(state)?.entities[room.roomOid], room))
  if (changed.length > 0) adapter.setMany(state, changed)
}

/** Rooms that are no more are neither selected nor shown beside the table. */
const forget = (state: RoomsState, gone: readonly string[]): void => {
  adapter.removeMany(state, gone)
  forgetRows(state, gone)
  if (state.openOid !== null && gone.includes(state.openOid)) state.openOid = null
}

/** What the server sends in its place would say it too, and the report of then may have gone on. */
const withoutReport = (room: Room): Room => {
  const { lastReport, ...others } = room
  return lastReport ? others : room
}

export const roomsSlice = createSlice({
  name: 'rooms',
  initialState,
  reducers: {
    roomsChanged: (state, { payload }: PayloadAction<Room[]>) => {
      adapter.setMany(state, payload)
      if (state.unconfirmed.length === 0) return
      const known = new Set(payload.map(({ roomOid }) => roomOid))
      state.unconfirmed = state.unconfirmed.filter((oid) => !known.has(oid))
    },
    /** Draws the rooms of the last time, until the server says which there are. */
    roomsRecalled: (state, { payload }: PayloadAction<RecalledRooms>) => {
      adapter.setAll(state, payload.items)
      state.unconfirmed = payload.items.map(({ roomOid }) => roomOid)
      state.expected = payload.total
      state.first = payload
    },
    viewRestored: (state, { payload }: PayloadAction<Partial<RoomViewOptions>>) => {
      state.view = { ...state.view, ...payload }
    },
    viewChanged: (state, { payload }: PayloadAction<Partial<Omit<RoomViewOptions, 'sort'>>>) => {
      state.view = { ...state.view, ...payload }
    },
    sortToggled: (state, { payload: column }: PayloadAction<SortColumn>) => {
      const { sort } = state.view
      const turned = sort.direction === 'ascending' ? 'descending' : 'ascending'
      const direction = sort.column === column ? turned : firstDirection[column]
      state.view.sort = { column, direction }
    },
    roomPicked: (state, action: PayloadAction<GridPick>) => {
      pickRow(state, action)
      const { target, how } = action.payload
      // An open drawer follows the keyboard; it is a view of the active row.
      if (how === 'activate' && (state.openOid ?? state.openOverviewOid) !== null) {
        state.openOid = target
        state.openOverviewOid = null
      }
    },
    roomsSelected: selectRows,
    roomOpened: (state, { payload }: PayloadAction<string>) => {
      state.openOid = payload
      state.openOverviewOid = null
      state.activeOid = payload
    },
    menuAsked: (state, { payload }: PayloadAction<{ roomOid: string } & Place>) => {
      state.menu = payload
      state.activeOid = payload.roomOid
    },
    menuClosed: (state) => {
      state.menu = null
    },
    renameAsked: (state, { payload }: PayloadAction<string>) => {
      state.menu = null
      state.renamingOid = payload
    },
    renameAnswered: (state) => {
      state.renamingOid = null
    },
    deleteAsked: (state, { payload }: PayloadAction<string[]>) => {
      state.menu = null
      state.deleting = payload
    },
    deleteAnswered: (state) => {
      state.deleting = []
    },
    mergeAsked: (state, { payload }: PayloadAction<string[]>) => {
      state.menu = null
      if (payload.length > 1) state.merging = payload
    },
    groupAsked: (state, { payload }: PayloadAction<string[]>) => {
      state.menu = null
      state.grouping = payload
    },
    groupAnswered: (state) => {
      state.grouping = []
    },
    mergeAnswered: (state) => {
      state.merging = []
    },
    /** Somebody has deleted them. */
    roomsRemoved: (state, { payload }: PayloadAction<string[]>) => {
      const known = payload.filter((oid) => state.entities[oid] !== undefined)
      forget(state, known)
      state.expected = Math.max(0, state.expected - known.length)
      state.unconfirmed = state.unconfirmed.filter((oid) => !known.includes(oid))
      if (state.first !== null) {
        const isGone = new Set(known)
        const items = state.first.items.filter(({ roomOid }) => !isGone.has(roomOid))
        state.first = { items, total: Math.max(0, state.first.total - known.length) }
      }
    },
    detailsClosed: (state) => {
      state.openOid = null
      state.openOverviewOid = null
    },
  },
  extraReducers: (builder) => {
    // They have begun; pressing the button again must not begin them twice.
    const begun = (state: RoomsState, { meta }: { meta: { arg: { roomOids: string[] } } }) => {
      for (const oid of meta.arg.roomOids) delete state.selected[oid]
    }
    builder.addCase(triggerReports.fulfilled, begun).addCase(startOverview.fulfilled, begun)
    builder.addCase(overviewOpened, (state, { payload }) => {
      state.openOid = null
      state.openOverviewOid = payload
    })
    builder.addCase(changeRoom.fulfilled, (state, { payload }) => {
      adapter.setOne(state, payload)
    })
    // Merged, not replaced: a room may have been announced while the pages were being read.
    builder.addCase(loadFirstRooms.fulfilled, (state, { payload }) => {
      const { items, total, nextCursor } = payload
      if (state.unconfirmed.length > 0) {
        const there = new Set(items.map(({ roomOid }) => roomOid))
        const gone = state.unconfirmed.filter((oid) => !there.has(oid))
        if (gone.length > 0) adapter.removeMany(state, gone)
        state.unconfirmed = []
      }
      merge(state, items)
      state.expected = total
      state.shown = true
      if (nextCursor === null) state.loaded = true
      const isKnownOrder = serverSort(state.view) !== null
      state.first = isKnownOrder ? { items: items.map(withoutReport), total } : null
    })
    builder.addCase(loadOtherRooms.fulfilled, (state, { payload }) => {
      merge(state, payload)
      state.loaded = true
    })
    // What was known before may be too few, until all are there again.
    builder.addCase(readRooms.pending, (state) => {
      state.loaded = false
    })
    builder.addCase(readRooms.rejected, (state) => {
      state.loaded = true
    })
    builder.addCase(readRooms.fulfilled, (state, { payload: { items, gone } }) => {
      merge(state, items)
      state.loaded = true
      state.expected = items.length
      if (gone.length > 0) forget(state, gone)
    })
  },
})
