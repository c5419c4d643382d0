import { lazy } from 'react'

/** Its own chunk: who opens the window has not come to change settings. */
export const loadSettingsView = () => import('./SettingsView.tsx')

export const SettingsView = lazy(async () => ({ default: (await loadSettingsView()).SettingsView }))
