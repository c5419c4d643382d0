import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group as RoomGroup } from '../../../server/contract/groups.ts'
import { groupLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { changeGroup, deleteGroup, makeGroup } from './commands.ts'
import { groupsSlice, selectGroup, selectGroups, type GroupsRoot } from './groups-slice.ts'
import type { GroupSchedule } from './surroundings.ts'

interface FormProps {
  group: RoomGroup | undefined
  schedules: readonly GroupSchedule[]
  onClose: () => void
}

const NameForm = ({ group, onClose }: FormProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  const [typed, setTyped] = useState(() => oneLine(group?.name ?? ''))
  const name = typed.trim()
  const isTaken = groups.some((one) => one !== group && one.name === name)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name === '') return
        onClose()
        if (group === undefined) void dispatch(makeGroup({ name, roomOids: [] }))
        else if (name !== group.name)
          void dispatch(changeGroup({ groupOid: group.groupOid, change: { name } }))
      }}
    >
      <TextInput
        label={t('groups.name')}
        placeholder={t('groups.namePlaceholder')}
        value={typed}
        maxLength={groupLimits.maxNameLength}
        data-autofocus
        // Two groups may be called the same; it is only hard to tell them apart.
        description={isTaken ? t('groups.nameTaken') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Answers
        yes={t(group === undefined ? 'groups.make' : 'groups.renameYes')}
        disabled={name === ''}
        onClose={onClose}
      />
    </form>
  )
}

const DeleteForm = ({ group, schedules, onClose }: FormProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  if (group === undefined) return null
  const users = schedules.filter(({ groupOid }) => groupOid === group.groupOid)
  if (users.length > 0) {
    return (
      <>
        <Text size="sm">{t('groups.inUse', { count: users.length })}</Text>
        <ul>
          {users.map(({ scheduleOid, name, when }) => (
            <li key={scheduleOid}>
              <Name fallback={t('schedules.unnamed')}>{name}</Name>, {when}
            </li>
          ))}
        </ul>
        <Group justify="flex-end" mt="lg">
          <Button size="sm" data-autofocus onClick={onClose}>
            {t('app.close')}
          </Button>
        </Group>
      </>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        void dispatch(deleteGroup(group))
      }}
    >
      <Text size="sm">{t('groups.deleteText')}</Text>
      <Answers yes={t('groups.deleteYes')} hasFocus onClose={onClose} />
    </form>
  )
}

/** Dialogs about groups, one at a time. */
export const GroupQuestions = ({ schedules }: Pick<FormProps, 'schedules'>) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const question = useSelector(({ groups }: GroupsRoot) => groups.question)
  const group = useSelector((root: GroupsRoot) =>
    question === null || question.kind === 'new' ? undefined : selectGroup(root, question.groupOid),
  )
  const close = () => dispatch(groupsSlice.actions.answered())
  const form = { group, schedules, onClose: close }
  return (
    <Question
      opened={question !== null}
      onClose={close}
      title={
        question === null
          ? ''
          : t(`groups.titles.${question.kind}`, { name: oneLine(group?.name ?? '') })
      }
    >
      {question !== null &&
        (question.kind === 'delete' ? <DeleteForm {...form} /> : <NameForm {...form} />)}
    </Question>
  )
}
