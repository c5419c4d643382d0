import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { throwAway } from '../trash/index.ts'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectDeleting, selectRoom } from './selectors.ts'

type Workbooks = 'keep' | 'delete'

/** Asks what becomes of the workbooks before rooms are deleted. */
export const DeleteRooms = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const roomOids = useSelector(selectDeleting)
  const [only] = roomOids
  const name = useSelector((root: RoomsRoot) => selectRoom(root, only ?? '')?.name ?? '')
  const count = roomOids.length
  const close = () => dispatch(roomsSlice.actions.deleteAnswered())
  const title =
    count === 1
      ? t('trash.deleteRoom', { name: oneLine(name) || t('rooms.unnamed') })
      : t('trash.deleteRooms', { count })
  return (
    <Question opened={count > 0} onClose={close} title={title}>
      {count > 0 && <Answers roomOids={roomOids} onClose={close} />}
    </Question>
  )
}

/** Made anew for each question, so that none begins with what was chosen for another one. */
const Answers = ({ roomOids, onClose }: { roomOids: readonly string[]; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [workbooks, setWorkbooks] = useState<Workbooks>('keep')
  return (
    <>
      <Stack gap="md">
        <Text size="sm">{t('trash.deleteText')}</Text>
        <Radio.Group
          label={t('trash.workbooks')}
          value={workbooks}
          onChange={(value) => setWorkbooks(value === 'delete' ? 'delete' : 'keep')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="keep" label={t('trash.keepWorkbooks')} />
            <Radio value="delete" label={t('trash.deleteWorkbooks')} />
          </Stack>
        </Radio.Group>
      </Stack>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" onClick={onClose}>
          {t('trash.no')}
        </Button>
        <Button
          size="sm"
          color="red.8"
          data-autofocus
          onClick={() => {
            onClose()
            void dispatch(throwAway({ roomOids: [...roomOids], workbooks }))
          }}
        >
          {t('trash.yes', { count: roomOids.length })}
        </Button>
      </Group>
    </>
  )
}
