import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type {
  Connection,
  ConnectionChange,
  ConnectionNews,
} from '../../../server/contract/connections.ts'
import { createRequest } from '../../api/services.ts'

export const loadConnections = createRequest('connections/load', (rest) => rest.connections)
export const makeConnection = createRequest('connections/make', (rest) => rest.makeConnection)
export const changeConnection = createRequest(
  'connections/change',
  (rest) =>
    ({ connectionOid, change }: { connectionOid: string; change: ConnectionChange }) =>
      rest.changeConnection(connectionOid, change),
)
export const pauseConnection = createRequest('connections/pause', (rest) => rest.pauseConnection)
export const resumeConnection = createRequest('connections/resume', (rest) => rest.resumeConnection)
/** Its rooms stay. */
export const removeConnection = createRequest('connections/remove', (rest) => rest.removeConnection)

export interface ConnectionsState {
  items: Connection[]
  canKeepSecrets: boolean
  /** Requests for all of them that are not answered. */
  asked: number
  /** The answer may be older than these, which are not said again. */
  heardMeanwhile: ConnectionNews[]
}
export interface ConnectionsRoot {
  connections: ConnectionsState
}

const initialState: ConnectionsState = {
  items: [],
  canKeepSecrets: true,
  asked: 0,
  heardMeanwhile: [],
}

const put = (state: ConnectionsState, connection: Connection): void => {
  const at = state.items.findIndex((one) => one.connectionOid === connection.connectionOid)
  if (at < 0) state.items.push(connection)
  else state.items[at] = connection
}

/** Which rooms there are, another event says. */
const amend = (state: ConnectionsState, { connectionOid, changed }: ConnectionNews): void => {
  const known = state.items.find((one) => one.connectionOid === connectionOid)
  if (known === undefined || changed === undefined) return
  const { rooms = [], own } = changed
  const told = new Map(rooms.map((room) => [room.remoteId, room]))
  put(state, {
    ...known,
    ...own,
    rooms: known.rooms.map((room) => told.get(room.remoteId) ?? room),
  })
}

const drop = (state: ConnectionsState, connectionOid: string): void => {
  state.items = state.items.filter((one) => one.connectionOid !== connectionOid)
}

const answered = (state: ConnectionsState): void => {
  state.asked -= 1
  if (state.asked === 0) state.heardMeanwhile = []
}

export const connectionsSlice = createSlice({
  name: 'connections',
  initialState,
  reducers: {
    connectionHeard: (state, { payload }: PayloadAction<ConnectionNews>) => {
      if (payload.connection === null) drop(state, payload.connectionOid)
      else if (payload.connection) put(state, payload.connection)
      else if (payload.changed) {
        amend(state, payload)
        if (state.asked > 0) state.heardMeanwhile.push(payload)
      }
    },
  },
  extraReducers: (builder) => {
    builder.addCase(loadConnections.pending, (state) => void (state.asked += 1))
    builder.addCase(loadConnections.rejected, (state) => answered(state))
    builder.addCase(loadConnections.fulfilled, (state, { payload }) => {
      state.items = payload.items
      state.canKeepSecrets = payload.canKeepSecrets
      for (const news of state.heardMeanwhile) amend(state, news)
      answered(state)
    })
    builder.addCase(makeConnection.fulfilled, (state, { payload }) =>
      put(state, payload.connection),
    )
    builder.addCase(removeConnection.fulfilled, (state, { meta }) => drop(state, meta.arg))
    for (const done of [changeConnection, pauseConnection, resumeConnection]) {
      builder.addCase(done.fulfilled, (state, { payload }: PayloadAction<Connection>) =>
        put(state, payload),
      )
    }
  },
})

export const selectConnections = ({ connections }: ConnectionsRoot) => connections.items
export const selectCanKeepSecrets = ({ connections }: ConnectionsRoot) => connections.canKeepSecrets
