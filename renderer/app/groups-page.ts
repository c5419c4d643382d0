import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the groups. */
export const loadGroupsPage = () => import('./GroupsPage.tsx')

export const GroupsPage = lazy(async () => ({ default: (await loadGroupsPage()).GroupsPage }))
