import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { selectAskProblem, selectTriggering } from './selectors.ts'
import { useGenerate } from './use-generate.ts'

/** The one primary button. It says how many reports it will start; Ctrl+Enter presses it. */
export const GenerateButton = ({ roomOids }: { roomOids: string[] }) => {
  const { t } = useTranslation()
  const generate = useGenerate()
  const triggering = useSelector(selectTriggering)
  const problem = useSelector(selectAskProblem)
  const count = roomOids.length
  const hint = count === 0 ? t('report.generateHint') : problem && t(problem)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') generate(roomOids)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [generate, roomOids])
  return (
    <Button
      size="sm"
      h={32}
      miw={168}
      disabled={hint !== null}
      title={hint ?? undefined}
      loading={triggering}
      onClick={() => generate(roomOids)}
    >
      {t('report.generate', { count })}
    </Button>
  )
}
