import { lazy } from 'react'

/** Its own chunk: who opens the window has not come to change settings. */
export const SettingsView = lazy(async () => ({
  default: (await import('./SettingsView.tsx')).SettingsView,
}))
