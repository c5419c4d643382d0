import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { formatMomentAndTime } from '../../ui/format.ts'
import classes from './connected-mark.module.css'
import type { ConnectionsRoot } from './connections-slice.ts'
import { selectConnectedRoom, type ConnectedRoom, type RoomLife } from './life.ts'

/** Each state has a shape of its own; colour only repeats what it says. */
export const LifeDot = ({ life }: { life: RoomLife }) => (
  <span className={classes.dot} data-life={life} aria-hidden />
)

/** "Live · last read today, 12:03 · 4 messages a minute" */
export const lifeText = (t: TFunction, { room, life }: ConnectedRoom): string =>
  [
    t(`connections.life.${life}`),
    ...(room.readAt === null
      ? []
      : [t('connections.lastRead', { moment: formatMomentAndTime(room.readAt) })]),
    ...(room.messagesPerMinute > 0
      ? [t('connections.perMinute', { count: room.messagesPerMinute })]
      : []),
  ].join(' · ')

/** How the connection of a room stands, beside its name; nothing for a room without one. */
export const ConnectedMark = memo(({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const connected = useSelector((root: ConnectionsRoot) => selectConnectedRoom(root, roomOid))
  if (connected === undefined) return null
  const text = lifeText(t, connected)
  const { messagesPerMinute } = connected.room
  return (
    <span className={classes.mark} role="img" aria-label={text} title={text}>
      <LifeDot life={connected.life} />
      <span aria-hidden>{t(`connections.life.${connected.life}`)}</span>
      {messagesPerMinute > 0 && (
        <span aria-hidden>{t('connections.perMinuteShort', { count: messagesPerMinute })}</span>
      )}
    </span>
  )
})
ConnectedMark.displayName = 'ConnectedMark'
