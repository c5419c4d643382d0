export { UpdateLine } from './UpdateLine.tsx'
export { answerUpdate, updatesSlice } from './updates-slice.ts'
