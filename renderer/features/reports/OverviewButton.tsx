import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { periodProblem } from './period.ts'
import type { ReportsRoot } from './reports-slice.ts'
import { selectPeriod, selectTriggering } from './selectors.ts'
import { useGenerate } from './use-generate.ts'

/** Rooms that an overview is worth making of. */
export const leastForOverview = 2

/** One workbook over the selected rooms, beside the button for a report of each. */
export const OverviewButton = ({ roomOids }: { roomOids: string[] }) => {
  const { t } = useTranslation()
  const start = useGenerate(true)
  const triggering = useSelector(selectTriggering)
  const problem = useSelector((root: ReportsRoot) => periodProblem(selectPeriod(root)))
  const tooFew = roomOids.length < leastForOverview
  const hint = tooFew ? t('report.overviewNeeds') : problem && t(`period.${problem}`)
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
