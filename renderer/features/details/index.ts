export { summaryTextsSlice } from './summary-texts-slice.ts'
export { DetailsDrawer } from './DetailsDrawer.tsx'
