import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { RowButton } from '../../ui/RowButton.tsx'
import { selectAskProblem, selectTriggering } from './selectors.ts'
import { useGenerate } from './use-generate.ts'

/** Rooms that an overview is worth making of. */
export const leastForOverview = 2

/** One workbook over the selected rooms, among what else can be done with them. */
export const OverviewButton = ({ roomOids }: { roomOids: readonly string[] }) => {
  const { t } = useTranslation()
  const start = useGenerate(true)
  const triggering = useSelector(selectTriggering)
  const problem = useSelector(selectAskProblem)
  const hint = problem && t(problem)
  return (
    <RowButton
      disabled={hint !== null || triggering}
      title={hint ?? t('report.overviewHint')}
      onClick={() => start([...roomOids])}
    >
      {t('report.overview')}
    </RowButton>
  )
}
