import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the people. */
export const loadPeopleView = () => import('./PeopleView.tsx')

export const PeopleView = lazy(async () => ({ default: (await loadPeopleView()).PeopleView }))
