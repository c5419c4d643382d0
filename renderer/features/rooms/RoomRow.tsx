import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { exactTitle } from '../../ui/exact-title.ts'
import { formatCount, formatMoment } from '../../ui/format.ts'
import { pickOf, type RowPick } from '../../ui/grid-keys.ts'
import { Name } from '../../ui/Name.tsx'
import type { Place } from '../../ui/place.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { RowCheck } from '../../ui/RowCheck.tsx'
import { RowMenuButton } from '../../ui/RowMenuButton.tsx'
import { sourceName } from '../../ui/source-names.ts'
import grid from '../../ui/grid.module.css'
import { LimitMark } from '../access/index.ts'
import { ConnectedMark } from '../connections/index.ts'
import {
  ReportActions,
  ReportCell,
  selectNewestOid,
  selectRoomReport,
  type ReportsRoot,
} from '../reports/index.ts'
import { RoomPlace } from './RoomName.tsx'
import classes from './rooms.module.css'
import type { RoomsRoot } from './rooms-slice.ts'
import { selectIsSelected, selectRoom } from './selectors.ts'

export interface RoomRowProps {
  roomOid: string
  /** Position in the whole list, from 0. */
  index: number
  /** Offset from the top of the list in pixels. */
  top: number
  active: boolean
  /** Whether Tab leads to this row: the active one, or the first one. */
  tabStop: boolean
  onPick: (roomOid: string, how: RowPick) => void
  onOpen: (roomOid: string) => void
  onMenu: (roomOid: string, place: Place) => void
}

/** One room. Drawn again only when this room, its selection or its report's identity changes. */
export const RoomRow = memo(
  ({ roomOid, index, top, active, tabStop, onPick, onOpen, onMenu }: RoomRowProps) => {
    const { t } = useTranslation()
    const room = useSelector((root: RoomsRoot) => selectRoom(root, roomOid))
    const selected = useSelector((root: RoomsRoot) => selectIsSelected(root, roomOid))
    const reportOid = useSelector((root: ReportsRoot) => selectNewestOid(root, roomOid))
    const state = useSelector((root: ReportsRoot) => selectRoomReport(root, roomOid)?.state)
    if (!room) return null
    const name = oneLine(room.name).trim() || t('rooms.unnamed')
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected}
        data-room-oid={roomOid}
        data-report-state={state ?? 'none'}
        data-active={active || undefined}
        className={classes.row}
        style={{ transform: `translateY(${top}px)` }}
        tabIndex={tabStop ? 0 : -1}
        onClick={(event) => onPick(roomOid, pickOf(event, 'activate'))}
        onDoubleClick={() => onOpen(roomOid)}
      >
        <div role="gridcell" className={grid.check}>
          <RowCheck
            label={t('rooms.select', { name })}
            tabStop={tabStop}
            checked={selected}
            onPick={(how) => onPick(roomOid, how)}
          />
        </div>
        <div role="gridcell" className={classes.name}>
          <div className={classes.nameLine}>
            <button
              type="button"
              className={classes.open}
              tabIndex={-1}
              aria-label={t('rooms.open', { name })}
              onClick={(event) => {
                if (event.shiftKey || event.ctrlKey || event.metaKey) return
                event.stopPropagation()
                onOpen(roomOid)
              }}
            >
              <Name fallback={name}>{room.name}</Name>
            </button>
            <LimitMark roomOid={roomOid} />
            <ConnectedMark roomOid={roomOid} />
          </div>
          <RoomPlace roomOid={roomOid} />
        </div>
        <div role="gridcell" className={classes.source}>
          {sourceName(t, room.source)}
        </div>
        <div role="gridcell" className={classes.from}>
          <Name>{room.importName ?? ''}</Name>
        </div>
        <div role="gridcell" className={classes.people}>
          {formatCount(room.participantCount)}
        </div>
        <div role="gridcell" className={classes.number}>
          {formatCount(room.messageCount)}
        </div>
        <div role="gridcell" className={classes.fresh}>
          {room.newMessages === undefined ? '' : formatCount(room.newMessages)}
        </div>
        <div role="gridcell" className={classes.since}>
          {room.firstMessageAt === null ? '' : formatMoment(room.firstMessageAt)}
        </div>
        <div
          role="gridcell"
          className={classes.moment}
          onMouseEnter={room.lastMessageAt === null ? undefined : exactTitle(room.lastMessageAt)}
        >
          {room.lastMessageAt ? formatMoment(room.lastMessageAt) : t('rooms.noMessage')}
        </div>
        <div role="gridcell" className={classes.report}>
          <ReportCell reportOid={reportOid} />
          <ReportActions reportOid={reportOid} tabbable={tabStop} />
          <RowMenuButton
            label={t('rooms.menu', { name })}
            tabStop={tabStop}
            onMenu={(place) => onMenu(roomOid, place)}
          />
        </div>
      </div>
    )
  },
)
RoomRow.displayName = 'RoomRow'
