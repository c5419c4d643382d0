import { useCallback } from 'react'
import { useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { triggerReports } from './commands.ts'
import { periodProblem, toOptions } from './period.ts'
import type { ReportsRoot } from './reports-slice.ts'
import { selectPeriod, selectTriggering } from './selectors.ts'

/** Starts a report of each room over the chosen period; does nothing where that makes no sense now. */
export const useGenerate = (): ((roomOids: string[]) => void) => {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  return useCallback(
    (roomOids) => {
      const root = store.getState()
      const period = selectPeriod(root)
      if (roomOids.length === 0 || periodProblem(period) || selectTriggering(root)) return
      const sinceLast = period.kind === 'sinceLast'
      void dispatch(triggerReports({ roomOids, options: toOptions(period), sinceLast }))
    },
    [dispatch, store],
  )
}
