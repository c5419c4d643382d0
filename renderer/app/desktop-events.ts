import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { quitSlice } from '../features/quit/index.ts'
import { serversSlice } from '../features/servers/index.ts'
import { settingsSlice } from '../features/settings/index.ts'
import { updatesSlice } from '../features/updates/index.ts'
import type { AppStore } from './store.ts'
import { showTarget } from './targets.ts'

export interface DesktopEventOptions {
  desktop: DesktopApi
  store: AppStore
  /** The machine woke up, or its network came back. */
  onWake: () => void
}

/** Brings what the host says of itself into the store. Returns a function that ends it. */
export const hearDesktop = ({ desktop, store, onWake }: DesktopEventOptions): (() => void) => {
  const stops = [
    desktop.onPreferences((preferences) => {
      store.dispatch(settingsSlice.actions.preferencesHeard(preferences))
    }),
    desktop.onQuitQuestion((question) => {
      store.dispatch(quitSlice.actions.questionHeard(question))
    }),
    desktop.onUpdate((update) => {
      store.dispatch(updatesSlice.actions.updateHeard(update))
    }),
    desktop.onServers((list) => {
      store.dispatch(serversSlice.actions.serversHeard(list))
    }),
    desktop.onTarget((target) => void store.dispatch(showTarget(target))),
    desktop.onWake(onWake),
  ]
  return () => stops.forEach((stop) => stop())
}
