export { selectUndoOid, mergeRooms, takeBack, throwAway, trashSlice } from './trash-slice.ts'
