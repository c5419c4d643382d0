export { Details, loadDetails } from './Details.tsx'
export { summaryTextsSlice } from './summary-texts-slice.ts'
