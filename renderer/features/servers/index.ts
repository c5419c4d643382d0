export { loadServersDialog, ServersPart } from './lazy.tsx'
export { chooseServer, loadServers, selectServers, serversSlice } from './servers-slice.ts'
export { ServersButton } from './ServersButton.tsx'
