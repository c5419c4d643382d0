import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { Group, GroupRoom } from '../../../server/contract/groups.ts'
import {
  addRooms,
  bringBack,
  changeGroup,
  deleteGroup,
  loadGroups,
  loadMembers,
  makeGroup,
  type DeletedGroup,
} from './commands.ts'

/** A dialog above the view. */
export type GroupQuestion = { kind: 'new' } | { kind: 'rename' | 'delete'; groupOid: string }

const initialState = {
  /** By name. */
  groups: [] as readonly Group[],
  state: 'unread' as 'unread' | 'read' | 'failed',
  /** The rooms that groups have now, of those groups that were looked at. */
  members: {} as Readonly<Record<string, readonly GroupRoom[]>>,
  pickedOid: null as string | null,
  /** Whether a narrow window shows the picked group in place of the list. */
  isOpen: false,
  question: null as GroupQuestion | null,
  /** What was deleted last and not taken back. */
  last: null as DeletedGroup | null,
}

export type GroupsState = typeof initialState
export interface GroupsRoot {
  groups: GroupsState
}

const byName = (a: Group, b: Group): number => a.name.localeCompare(b.name)

/** Puts a group in its place; the server names the number of its rooms. */
const put = (state: GroupsState, group: Group): void => {
  const others = state.groups.filter(({ groupOid }) => groupOid !== group.groupOid)
  state.groups = [...others, group].sort(byName)
}

export const groupsSlice = createSlice({
  name: 'groups',
  initialState,
  reducers: {
    groupPicked: (
      state,
      { payload: { oid, how } }: PayloadAction<{ oid: string | null; how: 'walk' | 'open' }>,
    ) => {
      if (oid !== null) state.pickedOid = oid
      if (how === 'open') state.isOpen = oid !== null
    },
    asked: (state, { payload }: PayloadAction<GroupQuestion>) => {
      state.question = payload
    },
    answered: (state) => {
      state.question = null
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadGroups.fulfilled, (state, { payload }) => {
        state.groups = [...payload].sort(byName)
        state.state = 'read'
      })
      .addCase(loadGroups.rejected, (state) => {
        // What was read before is still worth showing.
        if (state.state === 'unread') state.state = 'failed'
      })
      .addCase(loadMembers.fulfilled, (state, { meta, payload }) => {
        state.members = { ...state.members, [meta.arg]: payload }
      })
      .addCase(makeGroup.fulfilled, (state, { payload }) => {
        put(state, payload)
        state.pickedOid = payload.groupOid
        state.isOpen = true
      })
      .addCase(changeGroup.fulfilled, (state, { payload }) => {
        put(state, payload)
      })
      .addCase(addRooms.fulfilled, (state, { payload }) => {
        put(state, payload.group)
      })
      .addCase(deleteGroup.fulfilled, (state, { payload }) => {
        const gone = payload.group.groupOid
        state.groups = state.groups.filter(({ groupOid }) => groupOid !== gone)
        if (state.pickedOid === gone) state.pickedOid = null
        state.isOpen = false
        state.last = payload
      })
      .addCase(bringBack.pending, (state) => {
        state.last = null
      })
      .addCase(bringBack.fulfilled, (state, { payload }) => {
        put(state, payload)
        state.pickedOid = payload.groupOid
      })
  },
})

export const selectGroups = ({ groups }: GroupsRoot) => groups.groups
export const selectGroup = ({ groups }: GroupsRoot, groupOid: string | null | undefined) =>
  groups.groups.find((group) => group.groupOid === groupOid)
/** The group whose details stand beside the list: the first one, until another is picked. */
export const selectPickedGroup = (root: GroupsRoot): Group | undefined =>
  selectGroup(root, root.groups.pickedOid) ?? root.groups.groups[0]

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectGroupUndo = ({ groups }: GroupsRoot, now = Date.now()): DeletedGroup | null =>
  groups.last !== null && groups.last.until > now ? groups.last : null

const noMembers: readonly GroupRoom[] = []
export const selectMembers = ({ groups }: GroupsRoot, groupOid: string): readonly GroupRoom[] =>
  groups.members[groupOid] ?? noMembers

/** Rooms of the group that the room table is narrowed to; null: they were not read yet, or it is not. */
export const selectShownRooms = createSelector(
  [
    ({ groups }: GroupsRoot) => groups.members,
    (_: GroupsRoot, groupOid: string | null) => groupOid,
  ],
  (members, groupOid): ReadonlySet<string> | null => {
    const shown = groupOid === null ? undefined : members[groupOid]
    return shown === undefined ? null : new Set(shown.map(({ roomOid }) => roomOid))
  },
)
