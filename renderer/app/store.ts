import { combineReducers, configureStore } from '@reduxjs/toolkit'
import type { Services } from '../api/services.ts'
import { accessSlice } from '../features/access/index.ts'
import { connectionSlice } from '../features/connection/index.ts'
import { connectionsSlice } from '../features/connections/index.ts'
import { aroundSlice, summaryTextsSlice } from '../features/details/index.ts'
import { filesSlice } from '../features/files/index.ts'
import { groupsSlice } from '../features/groups/index.ts'
import { healthSlice } from '../features/health/index.ts'
import { importsSlice } from '../features/imports/index.ts'
import { peopleSlice } from '../features/people/index.ts'
import { queueControlSlice } from '../features/queue-control/index.ts'
import { quitSlice } from '../features/quit/index.ts'
import { reportsSlice } from '../features/reports/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { schedulesSlice } from '../features/schedules/index.ts'
import { searchSlice } from '../features/search/index.ts'
import { serversSlice } from '../features/servers/index.ts'
import { settingsSlice } from '../features/settings/index.ts'
import { trashSlice } from '../features/trash/index.ts'
import { updatesSlice } from '../features/updates/index.ts'
import { listeners } from './listener-middleware.ts'
import { navigationSlice } from './navigation-slice.ts'
import { undoSlice } from './undo-slice.ts'

const reducer = combineReducers({
  access: accessSlice.reducer,
  around: aroundSlice.reducer,
  connection: connectionSlice.reducer,
  connections: connectionsSlice.reducer,
  files: filesSlice.reducer,
  groups: groupsSlice.reducer,
  health: healthSlice.reducer,
  imports: importsSlice.reducer,
  navigation: navigationSlice.reducer,
  people: peopleSlice.reducer,
  queueControl: queueControlSlice.reducer,
  quit: quitSlice.reducer,
  reports: reportsSlice.reducer,
  rooms: roomsSlice.reducer,
  schedules: schedulesSlice.reducer,
  search: searchSlice.reducer,
  servers: serversSlice.reducer,
  settings: settingsSlice.reducer,
  summaryTexts: summaryTextsSlice.reducer,
  trash: trashSlice.reducer,
  undo: undoSlice.reducer,
  updates: updatesSlice.reducer,
})

export type RootState = ReturnType<typeof reducer>

/** The store: a projection of what the server says, and how the person wants to see it. */
export const createStore = (extra: Services) =>
  configureStore({
    reducer,
    middleware: (getDefaultMiddleware) =>
      getDefaultMiddleware({
        thunk: { extraArgument: extra },
        // Both walk through the whole state after every action, which 5,000 rooms make slow.
        immutableCheck: false,
        serializableCheck: false,
      }).prepend(listeners.middleware),
  })

export type AppStore = ReturnType<typeof createStore>
