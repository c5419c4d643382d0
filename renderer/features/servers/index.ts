export { loadServersDialog, ServersPart } from './lazy.tsx'
export {
  chooseServer,
  loadServers,
  removeServer,
  restoreServer,
  selectServers,
  selectServerUndo,
  serversSlice,
} from './servers-slice.ts'
export { ServersButton } from './ServersButton.tsx'
