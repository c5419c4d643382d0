export {
  changeRoom,
  loadFirstRooms,
  loadOtherRooms,
  readRooms,
  roomsSlice,
  type RoomsRoot,
} from './rooms-slice.ts'
export { placeText, RoomName, RoomPlace, useRoomPlace } from './RoomName.tsx'
export { DeleteRooms } from './DeleteRooms.tsx'
export { MergeRooms } from './MergeRooms.tsx'
export { RenameRoom } from './RenameRoom.tsx'
export { RoomsView } from './RoomsView.tsx'
export {
  selectGrouping,
  selectOpenOid,
  selectOpenOverviewOid,
  selectRoom,
  selectRoomCount,
  selectRoomIds,
  selectRoomName,
  selectRoomsShown,
  selectSelectedCount,
  selectSelectedOids,
  selectSources,
  selectView,
  selectWorkspaces,
} from './selectors.ts'
export {
  defaultViewOptions,
  serverSort,
  sortColumns,
  type RoomSort,
  type RoomViewOptions,
} from './view-options.ts'
export { useLimitQuestion } from './use-limit-question.ts'
