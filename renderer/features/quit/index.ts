export { QuitDialog } from './QuitDialog.tsx'
export { quitSlice } from './quit-slice.ts'
