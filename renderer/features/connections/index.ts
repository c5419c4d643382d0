export {
  changeConnection,
  connectionsSlice,
  loadConnections,
  pauseConnection,
  removeConnection,
  resumeConnection,
} from './connections-slice.ts'
export { ConnectionsPart } from './lazy.ts'
