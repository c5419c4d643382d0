import { Button, Checkbox, Group, Loader, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection, RemoteRoom } from '../../../server/contract/connections.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Name } from '../../ui/Name.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { sayFailure, sayTold, toldOf, type Told } from '../../ui/sentences.ts'
import classes from './connections.module.css'
import { changeConnection } from './connections-slice.ts'
import { useRemoteRooms } from './use-remote-rooms.ts'

const dayMs = 86_400_000
/** Days that can be chosen; null: everything. */
const depths = [30, 90, null] as const

export interface ChooseRoomsProps {
  connection: Connection
  onClose: () => void
}

/** Which rooms are read, and how far back. Nothing is ticked unasked: private rooms least of all. */
export const ChooseRooms = ({ connection, onClose }: ChooseRoomsProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { rooms, isReading, failure } = useRemoteRooms(connection.connectionOid)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [depth, setDepth] = useState<number | null>(90)
  const [refusal, setRefusal] = useState<Told | null>(null)
  const shown = rooms.filter(({ name, remoteId }) =>
    `${name}\n${remoteId}`.toLowerCase().includes(query.trim().toLowerCase()),
  )
  // What was chosen once holds for all rooms of the connection.
  const isFirst = connection.rooms.length === 0

  async function read(): Promise<void> {
    const addRooms = rooms
      .filter(({ remoteId }) => chosen.has(remoteId))
      .map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate }))
    const since = depth === null ? null : new Date(Date.now() - depth * dayMs).toISOString()
    const change = { addRooms, ...(isFirst ? { since } : {}) }
    const { connectionOid } = connection
    const done = await dispatch(changeConnection({ connectionOid, change }))
    if (changeConnection.fulfilled.match(done)) onClose()
    else setRefusal(toldOf(done.error))
  }

  const toggle = (remoteId: string): void =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(remoteId)) next.add(remoteId)
      return next
    })
  const problem = failure ?? refusal

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void read()
      }}
    >
      <SearchField
        label={t('connections.searchRooms')}
        value={query}
        onChange={setQuery}
        hasKey={false}
      />
      <ul className={classes.choices} aria-label={t('connections.chooseRooms')}>
        {shown.map((room) => (
          <RoomChoice
            key={room.remoteId}
            room={room}
            isChosen={chosen.has(room.remoteId)}
            onToggle={() => toggle(room.remoteId)}
          />
        ))}
      </ul>
      {isReading && <Loader size="sm" />}
      {!isReading && rooms.length === 0 && problem === null && <p>{t('connections.noRooms')}</p>}
      {problem !== null && (
        <p className={classes.bad} role="alert">
          {sayFailure(t, problem)}
        </p>
      )}
      {isFirst && (
        <Group gap="xs" mt="sm">
          <span>{t('connections.howFar')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('connections.howFar')}
            value={String(depth)}
            onChange={(value) => setDepth(value === 'null' ? null : Number(value))}
            data={depths.map((days) => ({
              value: String(days),
              label:
                days === null
                  ? t('connections.everything')
                  : t('connections.days', { count: days }),
            }))}
          />
        </Group>
      )}
      <p className={classes.note}>{t('connections.localOnly')}</p>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" type="submit" disabled={chosen.size === 0}>
          {t('connections.read', { count: chosen.size })}
        </Button>
      </Group>
    </form>
  )
}

interface RoomChoiceProps {
  room: RemoteRoom
  isChosen: boolean
  onToggle: () => void
}

const RoomChoice = ({ room, isChosen, onToggle }: RoomChoiceProps) => {
  const { t } = useTranslation()
  const { name, isPrivate, isConnected, isImported, refused } = room
  const marks = [
    isPrivate ? t('connections.private') : '',
    isImported ? t('connections.imported') : '',
    isConnected ? t('connections.connected') : '',
  ].filter((mark) => mark !== '')
  return (
    <li>
      <Checkbox
        size="sm"
        label={
          <>
            <Name>{name}</Name> <span className={classes.muted}>{marks.join(' · ')}</span>
          </>
        }
        description={refused && sayTold(t, refused)}
        checked={isChosen || isConnected}
        disabled={isConnected || refused !== undefined}
        onChange={onToggle}
      />
    </li>
  )
}
