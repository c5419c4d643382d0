import { createSlice, type PayloadAction } from '@reduxjs/toolkit'

/** `failed` is final until the person asks again; `reconnecting` goes on by itself. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'failed'

export const connectionSlice = createSlice({
  name: 'connection',
  initialState: { state: 'connecting' as ConnectionState },
  reducers: {
    connectionChanged: (state, { payload }: PayloadAction<ConnectionState>) => {
      state.state = payload
    },
  },
})

export interface ConnectionRoot {
  connection: { state: ConnectionState }
}

export const selectConnection = ({ connection }: ConnectionRoot) => connection.state
