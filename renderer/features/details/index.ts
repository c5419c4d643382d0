export { aroundSlice, selectFound, type AroundRoot } from './around-slice.ts'
export { Details, loadDetails } from './Details.tsx'
export { chooseItems } from './commands.ts'
export { summaryTextsSlice } from './summary-texts-slice.ts'
