export { changeRoom, loadRooms, roomsSlice, type RoomsRoot } from './rooms-slice.ts'
export { RoomsView } from './RoomsView.tsx'
export {
  selectOpenOid,
  selectRoom,
  selectRoomCount,
  selectRoomName,
  selectRoomsLoaded,
  selectSelectedCount,
  selectSelectedOids,
  selectView,
} from './selectors.ts'
export {
  defaultViewOptions,
  sortColumns,
  type RoomSort,
  type RoomViewOptions,
} from './view-options.ts'
