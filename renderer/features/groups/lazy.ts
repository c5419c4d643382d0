import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the groups. */
export const loadGroupsView = () => import('./GroupsView.tsx')

export const GroupsView = lazy(async () => ({ default: (await loadGroupsView()).GroupsView }))
