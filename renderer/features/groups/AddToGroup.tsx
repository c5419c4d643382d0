import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { groupLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { Name } from '../../ui/Name.tsx'
import { Question } from '../../ui/Question.tsx'
import { roomsSlice, selectGrouping, type RoomsRoot } from '../rooms/index.ts'
import { addRooms, makeGroup } from './commands.ts'
import classes from './groups.module.css'
import { selectGroups } from './groups-slice.ts'

const another = 'another'

/** Asks which group rooms are put into, or how a new one is called. */
export const AddToGroup = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const roomOids = useSelector((root: RoomsRoot) => selectGrouping(root))
  const close = () => dispatch(roomsSlice.actions.groupAnswered())
  return (
    <Question
      opened={roomOids.length > 0}
      onClose={close}
      title={t('groups.add.title', { count: roomOids.length })}
    >
      {roomOids.length > 0 && <Form roomOids={roomOids} onClose={close} />}
    </Question>
  )
}

const Form = ({ roomOids, onClose }: { roomOids: readonly string[]; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  const [chosen, setChosen] = useState(groups[0]?.groupOid ?? another)
  const [typed, setTyped] = useState('')
  // A group may be deleted while the question stands.
  const group = groups.find(({ groupOid }) => groupOid === chosen)
  const name = typed.trim()
  const field = (
    <TextInput
      label={groups.length === 0 ? t('groups.add.new') : undefined}
      aria-label={t('groups.add.new')}
      placeholder={t('groups.namePlaceholder')}
      value={typed}
      maxLength={groupLimits.maxNameLength}
      autoFocus
      data-autofocus={groups.length === 0 || undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (group === undefined && name === '') return
        onClose()
        if (group === undefined) void dispatch(makeGroup({ name, roomOids: [...roomOids] }))
        else void dispatch(addRooms({ group, roomOids }))
      }}
    >
      {groups.length === 0 ? (
        field
      ) : (
        <Stack gap="md">
          <Radio.Group label={t('groups.add.which')} value={chosen} onChange={setChosen}>
            <Stack gap={8} mt="xs" className={classes.choose ?? ''}>
              {groups.map(({ groupOid, name: one, roomCount }) => (
                <Radio
                  key={groupOid}
                  value={groupOid}
                  label={
                    <span className={classes.chooseLine}>
                      <Name fallback={t('groups.unnamed')}>{one}</Name>
                      <span className={classes.muted}>
                        {t('groups.rooms', { count: roomCount })}
                      </span>
                    </span>
                  }
                  classNames={{
                    body: classes.chooseBody ?? '',
                    labelWrapper: classes.chooseLabel ?? '',
                  }}
                  data-autofocus={groupOid === chosen || undefined}
                />
              ))}
            </Stack>
            <Radio mt={8} value={another} label={t('groups.add.new')} />
          </Radio.Group>
          {group === undefined && field}
        </Stack>
      )}
      <Answers
        yes={t('groups.add.yes', { count: roomOids.length })}
        disabled={group === undefined && name === ''}
        onClose={onClose}
      />
    </form>
  )
}
