import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { deleteSchedule } from './commands.ts'
import { ScheduleForm } from './ScheduleForm.tsx'
import {
  schedulesSlice,
  selectSchedule,
  type ScheduleQuestion,
  type SchedulesRoot,
} from './schedules-slice.ts'

const Form = ({ question, onClose }: { question: ScheduleQuestion; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const scheduleOid = question.kind === 'new' ? null : question.scheduleOid
  const schedule = useSelector((root: SchedulesRoot) => selectSchedule(root, scheduleOid))
  if (question.kind === 'new') {
    const { groupOid, roomOids } = question
    return <ScheduleForm schedule={undefined} {...{ groupOid, roomOids, onClose }} />
  }
  // It may be deleted elsewhere while the question stands.
  if (schedule === undefined) return null
  if (question.kind === 'edit') return <ScheduleForm schedule={schedule} onClose={onClose} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        void dispatch(deleteSchedule(schedule))
      }}
    >
      <Text size="sm">{t('schedules.deleteText')}</Text>
      <Answers yes={t('schedules.deleteYes')} hasFocus onClose={onClose} />
    </form>
  )
}

/** Dialogs about schedules, one at a time. */
export const ScheduleQuestions = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const question = useSelector(({ schedules }: SchedulesRoot) => schedules.question)
  const name = useSelector((root: SchedulesRoot) =>
    question === null || question.kind === 'new'
      ? ''
      : (selectSchedule(root, question.scheduleOid)?.name ?? ''),
  )
  const close = () => dispatch(schedulesSlice.actions.scheduleAnswered())
  const titles = {
    new: t('schedules.form.new'),
    edit: t('schedules.form.edit', { name: oneLine(name) }),
    delete: t('schedules.deleteTitle', { name: oneLine(name) }),
  }
  return (
    <Question
      opened={question !== null}
      onClose={close}
      size={question?.kind === 'delete' ? 420 : 680}
      title={question === null ? '' : titles[question.kind]}
    >
      {question !== null && <Form question={question} onClose={close} />}
    </Question>
  )
}
