import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the connections. */
export const loadConnectionsPart = () => import('./ConnectionsPart.tsx')

export const ConnectionsPart = lazy(async () => ({
  default: (await loadConnectionsPart()).ConnectionsPart,
}))
