import { Button, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Question } from '../../ui/Question.tsx'
import classes from './quit.module.css'
import { answerQuit, selectQuitQuestion } from './quit-slice.ts'

/**
 * Asked while reports run. The host counts down and quits at zero, so that a shutdown of the system is
 * not held up; this only shows how long there is.
 */
export const QuitDialog = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const question = useSelector(selectQuitQuestion)
  const standing = question !== null
  useEffect(() => {
    if (standing) void dispatch(answerQuit('seen'))
  }, [dispatch, standing])
  const stay = () => void dispatch(answerQuit('stay'))
  return (
    <Question
      opened={standing}
      onClose={stay}
      title={question && t('quit.title', { count: question.running + question.waiting })}
      zIndex={400}
    >
      {question && (
        <>
          <Text size="sm">{t(question.restarts ? 'quit.restartText' : 'quit.text')}</Text>
          {/* Not a live region: a screen reader would count along. */}
          <p className={classes.countdown} data-testid="quit-countdown">
            {t(question.restarts ? 'quit.restartsIn' : 'quit.quitsIn', {
              count: question.secondsLeft,
            })}
          </p>
          <Group justify="flex-end" gap="xs">
            <Button size="sm" variant="default" onClick={() => void dispatch(answerQuit('quit'))}>
              {t(question.restarts ? 'quit.restart' : 'quit.quit')}
            </Button>
            <Button size="sm" data-autofocus onClick={stay}>
              {t('quit.stay')}
            </Button>
          </Group>
        </>
      )}
    </Question>
  )
}
