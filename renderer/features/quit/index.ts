export { QuitDialog } from './QuitDialog.tsx'
export { answerQuit, quitSlice } from './quit-slice.ts'
