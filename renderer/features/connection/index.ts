export { ConnectionBanner } from './ConnectionBanner.tsx'
export { ConnectionMark } from './ConnectionMark.tsx'
export {
  connectionSlice,
  selectConnection,
  type ConnectionRoot,
  type ConnectionState,
} from './connection-slice.ts'
