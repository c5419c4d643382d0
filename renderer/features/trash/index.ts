export { selectUndoOid, takeBack, throwAway, trashSlice, type TrashRoot } from './trash-slice.ts'
