import { createSelector } from '@reduxjs/toolkit'
import type { RoomsRoot } from './rooms-slice.ts'

export const selectRoom = ({ rooms }: RoomsRoot, roomOid: string) => rooms.entities[roomOid]
export const selectRoomName = ({ rooms }: RoomsRoot, roomOid: string) =>
  rooms.entities[roomOid]?.name ?? ''
export const selectRoomIds = ({ rooms }: RoomsRoot) => rooms.ids
/** All of them, also those that are still being read. */
export const selectRoomCount = ({ rooms }: RoomsRoot) =>
  rooms.loaded ? rooms.ids.length : Math.max(rooms.ids.length, rooms.expected)
export const selectRoomsShown = ({ rooms }: RoomsRoot) => rooms.shown
export const selectRoomsLoaded = ({ rooms }: RoomsRoot) => rooms.loaded
export const selectView = ({ rooms }: RoomsRoot) => rooms.view
export const selectIsSelected = ({ rooms }: RoomsRoot, roomOid: string) =>
  rooms.selected[roomOid] === true
export const selectSelected = ({ rooms }: RoomsRoot) => rooms.selected
export const selectActiveOid = ({ rooms }: RoomsRoot) => rooms.activeOid
export const selectMenu = ({ rooms }: RoomsRoot) => rooms.menu
export const selectRenaming = ({ rooms }: RoomsRoot) => rooms.renamingOid
export const selectDeleting = ({ rooms }: RoomsRoot) => rooms.deleting
export const selectGrouping = ({ rooms }: RoomsRoot) => rooms.grouping
export const selectMerging = ({ rooms }: RoomsRoot) => rooms.merging
/** Overview whose details are open in place of those of a room. */
export const selectOpenOverviewOid = ({ rooms }: RoomsRoot) => rooms.openOverviewOid
export const selectOpenOid = ({ rooms }: RoomsRoot) => rooms.openOid

export const selectSelectedOids = createSelector([selectSelected], (selected) =>
  Object.keys(selected),
)
export const selectSelectedCount = (root: RoomsRoot) => selectSelectedOids(root).length

/** The chat applications that there are rooms of. New rooms may bring one; changed rooms do not. */
export const selectSources = createSelector(
  [selectRoomIds, ({ rooms }: RoomsRoot) => rooms.entities],
  (ids, entities) => [...new Set(ids.map((id) => entities[id]?.source ?? ''))].sort(),
  {
    memoizeOptions: { resultEqualityCheck: (a: string[], b: string[]) => a.join() === b.join() },
  },
)

/** What the imports were called that brought the rooms, in order. New rooms may bring one; changed rooms do not. */
export const selectWorkspaces = createSelector(
  [selectRoomIds, ({ rooms }: RoomsRoot) => rooms.entities],
  (ids, entities) =>
    [...new Set(ids.flatMap((id) => entities[id]?.importName ?? []))].sort((a, b) =>
      a.localeCompare(b),
    ),
  {
    memoizeOptions: { resultEqualityCheck: (a: string[], b: string[]) => a.join() === b.join() },
  },
)
