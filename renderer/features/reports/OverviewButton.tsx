import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { selectAskProblem, selectTriggering } from './selectors.ts'
import { useGenerate } from './use-generate.ts'

/** Rooms that an overview is worth making of. */
export const leastForOverview = 2

/** One workbook over the selected rooms, beside the button for a report of each. */
export const OverviewButton = ({ roomOids }: { roomOids: string[] }) => {
  const { t } = useTranslation()
  const start = useGenerate(true)
  const triggering = useSelector(selectTriggering)
  const problem = useSelector(selectAskProblem)
  const tooFew = roomOids.length < leastForOverview
  const hint = tooFew ? t('report.overviewNeeds') : problem && t(problem)
  return (
    <Button
      size="sm"
      h={32}
      variant="default"
      disabled={hint !== null || triggering}
      title={hint ?? t('report.overviewHint')}
      onClick={() => start(roomOids)}
    >
      {t('report.overview')}
    </Button>
  )
}
