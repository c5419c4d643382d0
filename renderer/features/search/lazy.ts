import { lazy } from 'react'

/** A chunk of its own: most starts of the window search nothing. */
export const loadSearchView = () => import('./SearchView.tsx')

export const SearchView = lazy(async () => ({ default: (await loadSearchView()).SearchView }))
