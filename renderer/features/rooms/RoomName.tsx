import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Room } from '../../../server/contract/rooms.ts'
import { formatDay } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { sourceName } from '../../ui/source-names.ts'
import { selectDistinction } from './namesakes.ts'
import classes from './room-name.module.css'
import type { RoomsRoot } from './rooms-slice.ts'
import { selectRoom } from './selectors.ts'

const daysOf = ({ firstMessageAt, lastMessageAt }: Room): string[] => {
  const days = [firstMessageAt, lastMessageAt].flatMap((at) => (at === null ? [] : formatDay(at)))
  return [[...new Set(days)].join(' – ')].filter((text) => text !== '')
}

/** Where a room is from, as far as that tells it from others of its name; empty where its name does. */
export const placeText = (t: TFunction, root: RoomsRoot, roomOid: string): string => {
  const distinction = selectDistinction(root, roomOid)
  const room = selectRoom(root, roomOid)
  if (!room || distinction === 'none') return ''
  const place = [sourceName(t, room.source), ...(room.importName ? [oneLine(room.importName)] : [])]
  return [...place, ...(distinction === 'days' ? daysOf(room) : [])].join(' · ')
}

/** The same, and it follows the room. */
export const useRoomPlace = (roomOid: string): string => {
  const { t } = useTranslation()
  return useSelector((root: RoomsRoot) => placeText(t, root, roomOid))
}

/** The second line alone, for names that are drawn as something else. */
export const RoomPlace = ({ roomOid }: { roomOid: string }) => {
  const place = useRoomPlace(roomOid)
  return place === '' ? null : <Name className={classes.place}>{place}</Name>
}

export interface RoomNameProps {
  roomOid: string
  className?: string | undefined
}

/** The name of a room; with a second line where another room has the same name. */
export const RoomName = memo(({ roomOid, className }: RoomNameProps) => {
  const { t } = useTranslation()
  const name = useSelector((root: RoomsRoot) => selectRoom(root, roomOid)?.name ?? '')
  const place = useRoomPlace(roomOid)
  const shown = (
    <Name className={className} fallback={t('rooms.unnamed')}>
      {name}
    </Name>
  )
  if (place === '') return shown
  return (
    <span className={classes.twoLines}>
      {shown}
      <Name className={classes.place}>{place}</Name>
    </span>
  )
})
RoomName.displayName = 'RoomName'
