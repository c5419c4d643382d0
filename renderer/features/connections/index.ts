export {
  changeConnection,
  connectionsSlice,
  loadConnections,
  pauseConnection,
  removeConnection,
  resumeConnection,
} from './connections-slice.ts'
export { ConnectedMark } from './ConnectedMark.tsx'
export { ConnectionsPart, loadConnectionsPart } from './lazy.tsx'
