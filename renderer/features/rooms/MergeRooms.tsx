import { Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Room } from '../../../server/contract/rooms.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { Name } from '../../ui/Name.tsx'
import { Question } from '../../ui/Question.tsx'
import { sourceName } from '../../ui/source-names.ts'
import { mergeRooms } from '../trash/index.ts'
import classes from './merge-rooms.module.css'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectMerging } from './selectors.ts'

/** Asks which of the selected rooms stays, and says what becomes of the others. */
export const MergeRooms = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const roomOids = useSelector(selectMerging)
  const close = () => dispatch(roomsSlice.actions.mergeAnswered())
  return (
    <Question
      opened={roomOids.length > 0}
      onClose={close}
      size="md"
      title={t('rooms.mergeTitle', { count: roomOids.length })}
    >
      {roomOids.length > 0 && <Form roomOids={roomOids} onClose={close} />}
    </Question>
  )
}

const RoomFacts = ({ room }: { room: Room }) => {
  const { t } = useTranslation()
  return (
    <span className={classes.room}>
      <Name className={classes.name} fallback={t('rooms.unnamed')}>
        {room.name}
      </Name>
      <Name className={classes.place}>
        {[sourceName(t, room.source), room.importName ?? ''].filter(Boolean).join(' · ')}
      </Name>
      <span className={classes.count}>{t('people.messages', { count: room.messageCount })}</span>
    </span>
  )
}

const Form = ({ roomOids, onClose }: { roomOids: readonly string[]; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const entities = useSelector(({ rooms }: RoomsRoot) => rooms.entities)
  const rooms = roomOids
    .flatMap((oid) => entities[oid] ?? [])
    .sort((a, b) => b.messageCount - a.messageCount)
  const [chosen, setChosen] = useState(rooms[0]?.roomOid ?? '')
  // A room may be deleted while the question stands.
  const into = rooms.some(({ roomOid }) => roomOid === chosen) ? chosen : rooms[0]?.roomOid
  const from = rooms.flatMap(({ roomOid }) => (roomOid === into ? [] : roomOid))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        if (into !== undefined) void dispatch(mergeRooms({ into, from }))
      }}
    >
      <Radio.Group label={t('rooms.mergeStays')} value={into ?? ''} onChange={setChosen}>
        <Stack gap={8} mt="xs" className={classes.list ?? ''}>
          {rooms.map((room) => (
            <Radio
              key={room.roomOid}
              value={room.roomOid}
              label={<RoomFacts room={room} />}
              data-autofocus={room.roomOid === into || undefined}
              classNames={{ labelWrapper: classes.label ?? '' }}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" mt="md" c="var(--text-muted)">
        {t('rooms.mergeText')}
      </Text>
      <Answers
        yes={t('rooms.mergeYes', { count: rooms.length })}
        disabled={from.length === 0}
        onClose={onClose}
      />
    </form>
  )
}
