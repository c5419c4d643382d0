import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { messageLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { changeRoom, roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectRenaming, selectRoom } from './selectors.ts'

/** Gives a room another name; imports that bring more to it leave that alone. */
export const RenameRoom = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const roomOid = useSelector(selectRenaming)
  const close = () => dispatch(roomsSlice.actions.renameAnswered())
  return (
    <Question opened={roomOid !== null} onClose={close} title={t('rooms.renameTitle')}>
      {roomOid !== null && <NameForm key={roomOid} roomOid={roomOid} onClose={close} />}
    </Question>
  )
}

const NameForm = ({ roomOid, onClose }: { roomOid: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const before = useSelector((root: RoomsRoot) => selectRoom(root, roomOid)?.name ?? '')
  const [name, setName] = useState(() => oneLine(before))
  const wanted = name.trim()
  const save = (): void => {
    onClose()
    if (wanted === before) return
    void dispatch(changeRoom({ roomOid, change: { name: wanted } }))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== '') save()
      }}
    >
      <TextInput
        label={t('rooms.name')}
        value={name}
        maxLength={messageLimits.maxRoomNameLength}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
        error={wanted === '' ? t('rooms.nameMissing') : undefined}
      />
      <Answers yes={t('rooms.renameYes')} disabled={wanted === ''} onClose={onClose} />
    </form>
  )
}
