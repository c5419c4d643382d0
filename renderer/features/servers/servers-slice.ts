import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type {
  NewServer,
  ServerChange,
  ServerList,
  SignInWanted,
} from '../../../server/contract/desktop-api.ts'
import { thisComputer, type RemovedServer } from '../../../server/contract/desktop-servers.ts'
import { createHostCall } from '../../api/services.ts'

export const loadServers = createHostCall('servers/load', (desktop) => desktop.servers)
export const chooseServer = createHostCall('servers/choose', (desktop) => desktop.chooseServer)
export const removeServer = createHostCall('servers/remove', (desktop) => desktop.removeServer)
export const restoreServer = createHostCall('servers/restore', (desktop) => desktop.restoreServer)
export const addServer = createHostCall(
  'servers/add',
  (desktop) => (wanted: NewServer) => desktop.addServer(wanted),
)
export const signInServer = createHostCall(
  'servers/signIn',
  (desktop) => (wanted: SignInWanted) => desktop.signInServer(wanted),
)
export const cancelSignIn = createHostCall(
  'servers/cancelSignIn',
  (desktop) => desktop.cancelSignIn,
)
export const changeServer = createHostCall(
  'servers/change',
  (desktop) =>
    ({ serverOid, ...change }: ServerChange & { serverOid: string }) =>
      desktop.changeServer(serverOid, change),
)

const initialState = {
  list: {
    servers: [],
    current: thisComputer,
    own: { running: 0, waiting: 0, failed: 0 },
    removed: null,
    signingIn: null,
  } as ServerList,
  isShown: false,
}

export const serversSlice = createSlice({
  name: 'servers',
  initialState,
  reducers: {
    serversHeard: (state, { payload }: PayloadAction<ServerList>) => {
      state.list = payload
    },
    dialogOpened: (state) => {
      state.isShown = true
    },
    dialogClosed: (state) => {
      state.isShown = false
    },
  },
  extraReducers: (builder) => {
    builder.addCase(loadServers.fulfilled, (state, { payload }) => {
      state.list = payload
    })
  },
})

export interface ServersRoot {
  servers: typeof initialState
}

export const selectServers = ({ servers }: ServersRoot) => servers.list
/** Reports that failed at the servers that are not shown, and nobody has seen yet. */
export const selectFailedElsewhere = ({ servers: { list } }: ServersRoot): number => {
  const others = list.servers.filter(({ serverOid }) => serverOid !== list.current)
  const own = list.current === thisComputer ? 0 : list.own.failed
  return others.reduce((sum, { counts }) => sum + (counts?.failed ?? 0), own)
}

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectServerUndo = (
  { servers: { list } }: ServersRoot,
  now = Date.now(),
): RemovedServer | null => (list.removed !== null && list.removed.until > now ? list.removed : null)

export const selectServersShown = ({ servers }: ServersRoot) => servers.isShown
