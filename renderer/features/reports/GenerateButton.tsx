import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { periodProblem } from './period.ts'
import { selectPeriod, selectTriggering } from './selectors.ts'

export interface GenerateButtonProps {
  count: number
  onGenerate: () => void
}

/** The one primary button. It says how many reports it will start. */
export const GenerateButton = ({ count, onGenerate }: GenerateButtonProps) => {
  const { t } = useTranslation()
  const triggering = useSelector(selectTriggering)
  const problem = useSelector((root: Parameters<typeof selectPeriod>[0]) =>
    periodProblem(selectPeriod(root)),
  )
  const hint = count === 0 ? t('report.generateHint') : problem && t(`period.${problem}`)
  return (
    <Button
      size="sm"
      h={32}
      miw={168}
      disabled={hint !== null}
      title={hint ?? undefined}
      loading={triggering}
      onClick={onGenerate}
    >
      {t('report.generate', { count })}
    </Button>
  )
}
