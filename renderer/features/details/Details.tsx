import { lazy, Suspense } from 'react'
import { useSelector } from 'react-redux'
import { selectOpenOid } from '../rooms/index.ts'

/** Its own chunk; loaded before its first use, when the window is idle (`app/use-preloading.ts`). */
export const loadDetails = () => import('./DetailsDrawer.tsx')

const DetailsDrawer = lazy(async () => ({ default: (await loadDetails()).DetailsDrawer }))

/** The drawer of the room whose details are open; nothing before the first. */
export const Details = () =>
  useSelector(selectOpenOid) === null ? null : (
    <Suspense fallback={null}>
      <DetailsDrawer />
    </Suspense>
  )
