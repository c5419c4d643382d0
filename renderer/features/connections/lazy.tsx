import { lazy, Suspense } from 'react'
import classes from './connections.module.css'

export const loadConnectionsPart = () => import('./ConnectionsPart.tsx')

const LazyPart = lazy(async () => ({ default: (await loadConnectionsPart()).ConnectionsPart }))

/**
 * A chunk of its own: most starts of the window never show the connections. The view around it does not wait for it,
 * and its place is kept, so that nothing below moves when it comes.
 */
export const ConnectionsPart = () => (
  <Suspense
    fallback={
      <div className={classes.part}>
        <div className={classes.place} />
      </div>
    }
  >
    <LazyPart />
  </Suspense>
)
