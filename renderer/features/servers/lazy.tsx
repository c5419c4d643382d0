import { lazy, Suspense } from 'react'
import { useSelector } from 'react-redux'
import { selectServersShown } from './servers-slice.ts'

/** A chunk of its own: most windows show one server for ever. */
export const loadServersDialog = () => import('./ServersDialog.tsx')

const ServersDialog = lazy(async () => ({ default: (await loadServersDialog()).ServersDialog }))

/** The list of servers, above the window. */
export const ServersPart = () =>
  useSelector(selectServersShown) && (
    <Suspense fallback={null}>
      <ServersDialog />
    </Suspense>
  )
