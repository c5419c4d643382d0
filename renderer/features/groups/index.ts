export { AddToGroup } from './AddToGroup.tsx'
export {
  addRooms,
  bringBack,
  changeGroup,
  deleteGroup,
  loadGroups,
  loadMembers,
  makeGroup,
} from './commands.ts'
export { RoomFilter } from './RoomFilter.tsx'
export {
  groupsSlice,
  selectGroup,
  selectGroups,
  selectGroupUndo,
  selectShownRooms,
  type GroupsRoot,
} from './groups-slice.ts'
export { GroupsView, loadGroupsView } from './lazy.ts'
