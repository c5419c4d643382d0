export { csvAs, csvGeneric } from './reader.ts'
export { offeredTable, tableOf } from './recognise.ts'
