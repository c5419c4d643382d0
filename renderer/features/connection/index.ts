export { ConnectionBanner } from './ConnectionBanner.tsx'
export { ConnectionMark } from './ConnectionMark.tsx'
export { connectionSlice, selectConnection } from './connection-slice.ts'
