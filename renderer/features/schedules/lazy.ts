import { lazy } from 'react'

/** A chunk of its own: most starts of the window never show the schedules. */
export const loadSchedulesView = () => import('./SchedulesView.tsx')

export const SchedulesView = lazy(async () => ({
  default: (await loadSchedulesView()).SchedulesView,
}))
