export { selectUndoOid, takeBack, throwAway, trashSlice } from './trash-slice.ts'
