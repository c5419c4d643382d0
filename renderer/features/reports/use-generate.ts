import { useCallback } from 'react'
import { useStore } from 'react-redux'
import type { ReportOptions } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { readMailPlan, startOverview, triggerReports } from './commands.ts'
import { periodProblem, toOptions } from './period.ts'
import { reportsSlice, type ReportsRoot } from './reports-slice.ts'
import { selectPeriod, selectTriggering } from './selectors.ts'

/** `none` makes the reports without mail, `digest` sends one for all of them. */
export type MailChoice = 'none' | 'digest'

const mailOptions: Record<MailChoice, ReportOptions> = {
  none: { recipients: [] },
  digest: { delivery: 'digest' },
}

interface Start {
  roomOids: string[]
  /** One workbook over all of these rooms, in place of one for each. */
  isOverview: boolean
}

/**
 * Starts a report of each room over the chosen period; does nothing where that makes no sense now.
 *
 * @param mail how workbooks are mailed; default: as the settings say, a mail for each.
 */
export const useTrigger = (): ((what: Start, mail?: MailChoice) => void) => {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  return useCallback(
    ({ roomOids, isOverview }, mail) => {
      const period = selectPeriod(store.getState())
      const options = { ...toOptions(period), ...(mail && mailOptions[mail]) }
      const start = isOverview ? startOverview : triggerReports
      void dispatch(start({ roomOids, options }))
    },
    [dispatch, store],
  )
}

/** The same, but asks before it would send mail: a slip of the hand must not write to a hundred people. */
export const useGenerate = (isOverview = false): ((roomOids: string[]) => void) => {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  const trigger = useTrigger()
  return useCallback(
    (roomOids) => {
      const root = store.getState()
      if (roomOids.length === 0 || periodProblem(selectPeriod(root)) || selectTriggering(root))
        return
      const start = async (): Promise<void> => {
        const plan = await dispatch(readMailPlan())
        if (!readMailPlan.fulfilled.match(plan)) return
        const what = { roomOids, isOverview }
        if (plan.payload.recipients.length === 0) trigger(what)
        else dispatch(reportsSlice.actions.mailAsked({ ...what, ...plan.payload }))
      }
      void start()
    },
    [dispatch, store, trigger, isOverview],
  )
}
