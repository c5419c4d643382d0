import { useCallback } from 'react'
import { useStore } from 'react-redux'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import { useAppDispatch } from '../../api/services.ts'
import {
  readMailPlan,
  startOverview,
  triggerReports,
  type GroupOfReports,
  type ReportsAsked,
} from './commands.ts'
import { reportsSlice, type ReportsRoot } from './reports-slice.ts'
import { askedOptions, selectAskProblem, selectTriggering } from './selectors.ts'

/** `none` makes the reports without mail, `digest` sends one for all of them. */
export type MailChoice = 'none' | 'digest'

const mailOptions: Record<MailChoice, ReportOptions> = {
  none: { recipients: [] },
  digest: { delivery: 'digest' },
}

/**
 * Starts a report of each room over what is chosen in the toolbar; does nothing where that makes no sense now.
 *
 * @param mail how workbooks are mailed; default: as group and settings say, else a mail for each
 * @param isHeld whether they go out only once a person has approved them; default false
 */
export const useTrigger = (): ((
  what: ReportsAsked,
  mail?: MailChoice,
  isHeld?: boolean,
) => void) => {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  return useCallback(
    ({ roomOids, isOverview, group }, mail, isHeld = false) => {
      const asked = group === undefined ? askedOptions(store.getState()) : {}
      const options = {
        ...asked,
        ...(mail && mailOptions[mail]),
        ...(isHeld && { approval: true }),
      }
      const start = isOverview ? startOverview : triggerReports
      void dispatch(start({ roomOids, options, groupOid: group?.groupOid }))
    },
    [dispatch, store],
  )
}

/** The same, but asks before it would send mail: a slip of the hand must not write to a hundred people. */
export const useGenerate = (
  isOverview = false,
): ((roomOids: string[], group?: GroupOfReports) => void) => {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  const trigger = useTrigger()
  return useCallback(
    (roomOids, group) => {
      const root = store.getState()
      if (roomOids.length === 0 || selectTriggering(root)) return
      if (group === undefined && selectAskProblem(root) !== null) return
      const start = async (): Promise<void> => {
        const what = { roomOids, isOverview, ...(group && { group }) }
        const plan = await dispatch(readMailPlan(what))
        if (!readMailPlan.fulfilled.match(plan)) return
        if (plan.payload.mails === 0) trigger(what)
        else dispatch(reportsSlice.actions.mailAsked({ ...what, ...plan.payload }))
      }
      void start()
    },
    [dispatch, store, trigger, isOverview],
  )
}
