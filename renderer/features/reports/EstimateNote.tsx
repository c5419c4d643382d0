import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import type { ReportEstimate } from '../../../server/contract/estimates.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatAbout, formatCost, formatCount } from '../../ui/format.ts'
import { useRested } from '../../ui/use-rested.ts'
import type { FilterDraft } from '../choices/index.ts'
import { estimateReports } from './commands.ts'
import type { Period } from './period.ts'
import type { ReportsRoot } from './reports-slice.ts'
import { askedOptions, selectAskProblem, selectFilter, selectPeriod } from './selectors.ts'

/** Milliseconds without another tick before the server is asked: people tick many rooms in a row. */
const restMs = 400

/** What was asked, and what the server said. */
interface Answer {
  roomOids: readonly string[]
  period: Period
  filter: FilterDraft
  total: ReportEstimate['total']
}

/** What the summaries of the rooms would take; null while unknown, and where no model is asked. */
function useEstimate(roomOids: readonly string[]): ReportEstimate['total'] | null {
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  const period = useSelector((root: ReportsRoot) => selectPeriod(root))
  const filter = useSelector(selectFilter)
  const problem = useSelector(selectAskProblem)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const ask = useCallback(() => {
    const options = askedOptions(store.getState())
    const request = dispatch(estimateReports({ roomOids: [...roomOids], options }))
    void request.then((said) => {
      if (!estimateReports.fulfilled.match(said)) return
      setAnswer({ roomOids, period, filter, total: said.payload.total })
    })
    return request
  }, [dispatch, store, roomOids, period, filter])
  useRested(roomOids.length === 0 || problem !== null ? null : ask, restMs)
  // An answer to an earlier selection says nothing of this one.
  const fits = answer?.roomOids === roomOids && answer.period === period && answer.filter === filter
  return fits && answer.total.calls > 0 ? answer.total : null
}

/** Tokens and cost of the selection before it is started, where a model server writes the summaries. */
export const EstimateNote = ({ roomOids }: { roomOids: readonly string[] }) => {
  const { t } = useTranslation()
  const total = useEstimate(roomOids)
  if (total === null) return null
  const tokens = formatAbout(total.inputTokens + total.outputTokens)
  const parts = [
    t('estimate.tokens', { tokens }),
    ...(total.cost === null ? [] : [t('estimate.cost', { cost: formatCost(total.cost) })]),
    ...(total.leavesComputer ? [t('estimate.leaves')] : []),
  ]
  const sums = {
    sent: formatAbout(total.inputTokens),
    written: formatAbout(total.outputTokens),
    messages: formatCount(total.messages),
  }
  return (
    <span data-testid="estimate" title={t('estimate.counts', sums)}>
      {parts.join(' · ')}
    </span>
  )
}
