import { lazy, Suspense } from 'react'
import { useSelector } from 'react-redux'
import { selectOpenOid, selectOpenOverviewOid } from '../rooms/index.ts'

/** Its own chunk; loaded before its first use, when the window is idle (`app/use-preloading.ts`). */
export const loadDetails = () => import('./DetailsDrawer.tsx')

const DetailsDrawer = lazy(async () => ({ default: (await loadDetails()).DetailsDrawer }))

const OverviewDrawer = lazy(async () => ({
  default: (await import('./OverviewDrawer.tsx')).OverviewDrawer,
}))

/** The drawer of the room, or of the overview, whose details are open; nothing before the first. */
export const Details = () => {
  const roomOid = useSelector(selectOpenOid)
  const overviewOid = useSelector(selectOpenOverviewOid)
  if (roomOid === null && overviewOid === null) return null
  return (
    <Suspense fallback={null}>
      {overviewOid === null ? (
        <DetailsDrawer />
      ) : (
        <OverviewDrawer key={overviewOid} reportOid={overviewOid} />
      )}
    </Suspense>
  )
}
