import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the settings. */
export const loadSettingsView = () => import('./SettingsView.tsx')

export const SettingsView = lazy(async () => ({ default: (await loadSettingsView()).SettingsView }))
