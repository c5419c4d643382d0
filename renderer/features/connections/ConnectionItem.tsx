import { Switch } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Connection } from '../../../server/contract/connections.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatMoment, formatMomentAndTime } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayTold } from '../../ui/sentences.ts'
import { throwAway } from '../trash/index.ts'
import { LifeDot, lifeText } from './ConnectedMark.tsx'
import classes from './connections.module.css'
import {
  changeConnection,
  pauseConnection,
  removeConnection,
  resumeConnection,
} from './connections-slice.ts'
import { lifeOf, type ConnectedRoom as ConnectedRoomShown, type CountedRooms } from './life.ts'

export interface ConnectionItemProps {
  connection: Connection
  onRooms: () => void
  onToken: () => void
}

/** One connection: how it is, its rooms, and what can be done with it. */
export const ConnectionItem = ({ connection, onRooms, onToken }: ConnectionItemProps) => {
  const { t } = useTranslation()
  const { service, name, account, state, reason, isFollowing, nextRequestAt, rooms } = connection
  const isLive = isFollowing && state !== 'paused'
  return (
    <li className={classes.item} data-workspace-state={state}>
      <div className={classes.line}>
        <span
          className={classes.dot}
          data-live={isLive || undefined}
          title={isLive ? t('connections.following') : undefined}
        />
        <Name className={classes.name}>{name}</Name>
        <span className={classes.muted}>
          {t(`connections.services.${service}`)} · {oneLine(account)}
        </span>
        <span className={classes.state} data-state={state}>
          {t(`connections.states.${state}`)}
        </span>
        {nextRequestAt !== null && <Countdown until={nextRequestAt} />}
        <ConnectionButtons {...{ connection, onRooms, onToken }} />
      </div>
      {reason !== undefined && <p className={classes.bad}>{sayTold(t, reason)}</p>}
      <AnswersRequests connection={connection} />
      <ul className={classes.rooms}>
        {rooms.map((room) => (
          <ConnectedRoom key={room.remoteId} room={room} life={lifeOf(connection, room)} />
        ))}
      </ul>
    </li>
  )
}

/** Whether people may ask for reports in its rooms, where its service can be answered. */
const AnswersRequests = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { connectionOid, answersRequests } = connection
  if (answersRequests === null) return null
  const name = oneLine(connection.name)
  return (
    <Switch
      size="xs"
      label={t('connections.answers')}
      aria-label={t('connections.answersNamed', { name })}
      description={t('connections.answersHint')}
      checked={answersRequests}
      onChange={({ currentTarget: { checked } }) =>
        void dispatch(changeConnection({ connectionOid, change: { answersRequests: checked } }))
      }
    />
  )
}

const ConnectedRoom = ({ room, life }: ConnectedRoomShown) => {
  const { t } = useTranslation()
  const { roomOid, name, state, reason, readAt, readBackTo, messagesPerMinute } = room
  const messageCount = useSelector(
    ({ rooms }: CountedRooms) => rooms.entities[roomOid]?.messageCount,
  )
  return (
    <li
      className={classes.line}
      data-connected-room={roomOid}
      data-room-state={state}
      data-room-life={life}
      title={lifeText(t, { room, life })}
    >
      <LifeDot life={life} />
      <Name className={classes.name}>{name}</Name>
      <span>{t(`connections.life.${life}`)}</span>
      {messageCount !== undefined && (
        <span className={classes.muted}>{t('connections.messages', { count: messageCount })}</span>
      )}
      {messagesPerMinute > 0 && (
        <span className={classes.muted}>
          {t('connections.perMinute', { count: messagesPerMinute })}
        </span>
      )}
      {state === 'reading' && readBackTo !== null && (
        <span className={classes.muted}>
          {t('connections.backTo', { moment: formatMoment(readBackTo) })}
        </span>
      )}
      {readAt !== null && (
        <span className={classes.muted}>
          {t('connections.lastRead', { moment: formatMomentAndTime(readAt) })}
        </span>
      )}
      {reason !== undefined && <span className={classes.bad}>{sayTold(t, reason)}</span>}
    </li>
  )
}

/** Seconds until the server may be asked again. */
const Countdown = ({ until }: { until: string }) => {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((Date.parse(until) - now) / 1_000)
  // Pauses of the ordinary pace are over before they could be read.
  if (seconds < 2) return null
  return <span className={classes.muted}>{t('connections.next', { seconds })}</span>
}

const ConnectionButtons = ({ connection, onRooms, onToken }: ConnectionItemProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { connectionOid, state, rooms } = connection
  const name = oneLine(connection.name)

  /** Its rooms go as any others do, so that they can be taken back. */
  async function takeOut(): Promise<void> {
    const done = await dispatch(removeConnection(connectionOid))
    if (!removeConnection.fulfilled.match(done) || rooms.length === 0) return
    void dispatch(throwAway({ roomOids: rooms.map(({ roomOid }) => roomOid) }))
  }

  return (
    <span className={classes.buttons}>
      {state === 'needs_person' ? (
        <RowButton name={t('connections.newTokenNamed', { name })} onClick={onToken}>
          {t('connections.newToken')}
        </RowButton>
      ) : (
        <RowButton name={t('connections.roomsNamed', { name })} onClick={onRooms}>
          {t('connections.rooms')}
        </RowButton>
      )}
      {state === 'paused' ? (
        <RowButton
          name={t('connections.resumeNamed', { name })}
          onClick={() => void dispatch(resumeConnection(connectionOid))}
        >
          {t('connections.resume')}
        </RowButton>
      ) : (
        <RowButton
          name={t('connections.pauseNamed', { name })}
          onClick={() => void dispatch(pauseConnection(connectionOid))}
        >
          {t('connections.pause')}
        </RowButton>
      )}
      <RowButton
        name={t('connections.removeNamed', { name })}
        title={t('connections.removeHint')}
        onClick={() => void dispatch(removeConnection(connectionOid))}
      >
        {t('connections.remove')}
      </RowButton>
      <RowButton
        name={t('connections.takeOutNamed', { name })}
        title={t('connections.takeOutHint')}
        onClick={() => void takeOut()}
      >
        {t('connections.takeOut')}
      </RowButton>
    </span>
  )
}
