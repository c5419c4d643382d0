import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { SearchHit } from '../../../server/contract/search.ts'
import { formatExact, formatMomentAndTime } from '../../ui/format.ts'
import { Marked } from '../../ui/Marked.tsx'
import { Name } from '../../ui/Name.tsx'
import { RoomName, selectRoom, type RoomsRoot } from '../rooms/index.ts'
import grid from '../../ui/grid.module.css'
import classes from './search.module.css'

export interface HitRowProps {
  hit: SearchHit
  /** Position among the hits, from 0. */
  index: number
  /** Offset from the top of the list in pixels. */
  top: number
  active: boolean
  tabStop: boolean
  onPick: () => void
  onFocus: () => void
}

/** Letters before the first mark: what fits on the first line of a narrow window, so that the mark is in sight. */
const lead = 60

/** One message that was found: where, who, when, and the words marked. */
export const HitRow = ({ hit, index, top, active, tabStop, onPick, onFocus }: HitRowProps) => {
  const { t } = useTranslation()
  const { roomOid, roomName, author, at } = hit
  // Rooms that are not read yet are called as the server calls them.
  const isKnown = useSelector((root: RoomsRoot) => selectRoom(root, roomOid) !== undefined)
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      data-active={active || undefined}
      tabIndex={tabStop ? 0 : -1}
      className={`${grid.row} ${classes.row}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onPick}
      onFocus={active ? undefined : onFocus}
    >
      <div role="gridcell" className={classes.where}>
        <span className={classes.roomName}>
          {isKnown ? (
            <RoomName roomOid={roomOid} />
          ) : (
            <Name fallback={t('rooms.unnamed')}>{roomName}</Name>
          )}
        </span>
        <span className={classes.who}>
          <Name className={classes.author} fallback={t('search.nobody')}>
            {author}
          </Name>
          {at !== null && (
            <time dateTime={at} title={formatExact(at)}>
              {formatMomentAndTime(at)}
            </time>
          )}
        </span>
      </div>
      <div role="gridcell" className={classes.text} dir="auto">
        <Marked hit={hit} lead={lead} isOneLine />
      </div>
    </div>
  )
}
