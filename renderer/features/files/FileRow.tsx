import { IconAlertTriangle, IconFileSpreadsheet } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { exactTitle } from '../../ui/exact-title.ts'
import { shownFileName } from '../../ui/file-name.ts'
import { FileName } from '../../ui/FileName.tsx'
import { pickOf, type RowPick } from '../../ui/grid-keys.ts'
import { formatBytes, formatMoment } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { RowCheck } from '../../ui/RowCheck.tsx'
import { sayTold } from '../../ui/sentences.ts'
import grid from '../../ui/grid.module.css'
import {
  deliveryText,
  MissingMark,
  OverviewLink,
  ReportActions,
  selectIsMissing,
  selectReport,
  type ReportEntry,
  type ReportsRoot,
  lacksOf,
} from '../reports/index.ts'
import { RoomName, RoomPlace, selectRoomName, type RoomsRoot } from '../rooms/index.ts'
import classes from './files.module.css'
import type { FilesRoot } from './files-slice.ts'
import { periodText, roomOf, sentTo } from './use-files.ts'

export interface FileRowProps {
  reportOid: string
  /** Position among what the list shows, from 0. */
  index: number
  /** Offset from the top of the list in pixels. */
  top: number
  active: boolean
  tabStop: boolean
  onPick: (reportOid: string, how: RowPick) => void
  onOpen: (reportOid: string) => void
}

/** Whether the workbook lacks something, as an icon that says what. */
const Mark = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const lacks = lacksOf(entry.workbook)
  if (lacks === null) return <IconFileSpreadsheet size={16} stroke={1.75} aria-hidden />
  const text = `${t(`report.states.${lacks.word}`)}: ${sayTold(t, lacks.why)}`
  return (
    <span className={classes.warns} title={text}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  )
}

/** One workbook. */
export const FileRow = memo((props: FileRowProps) => {
  const { reportOid, index, top, active, tabStop, onPick, onOpen } = props
  const { t } = useTranslation()
  const entry = useSelector((root: ReportsRoot) => selectReport(root, reportOid))
  const missing = useSelector((root: ReportsRoot) => selectIsMissing(root, reportOid))
  const selected = useSelector(({ files }: FilesRoot) => files.selected[reportOid] === true)
  const roomOid = entry === undefined ? '' : roomOf(entry)
  const roomName = useSelector((root: RoomsRoot) => selectRoomName(root, roomOid))
  if (!entry?.workbook) return null
  const name = shownFileName(entry.workbook.fileName, reportOid)
  const sent = sentTo(entry)
  const isNamed = roomName !== '' && name.startsWith(roomName)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      data-report-oid={reportOid}
      data-missing={missing || undefined}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={tabStop ? 0 : -1}
      onClick={(event) => onPick(reportOid, pickOf(event, 'activate'))}
      onDoubleClick={() => onOpen(reportOid)}
    >
      <div role="gridcell" className={grid.check}>
        <RowCheck
          label={t('files.select', { name })}
          tabStop={tabStop}
          checked={selected}
          onPick={(how) => onPick(reportOid, how)}
        />
      </div>
      <div role="gridcell" className={classes.file}>
        <Mark entry={entry} />
        <span className={grid.names}>
          <FileName className={classes.name}>{name}</FileName>
          <span className={classes.room}>
            {/* Most names of files begin with the room; nothing is said twice. */}
            {entry.kind === 'overview' ? (
              <OverviewLink reportOid={reportOid} tabIndex={tabStop ? 0 : -1} />
            ) : isNamed ? (
              <RoomPlace roomOid={roomOid} />
            ) : (
              <RoomName roomOid={roomOid} />
            )}
          </span>
        </span>
        {missing && <MissingMark />}
      </div>
      <div role="gridcell" className={classes.period}>
        {periodText(t, entry)}
      </div>
      <div
        role="gridcell"
        className={classes.made}
        onMouseEnter={entry.finishedAt === null ? undefined : exactTitle(entry.finishedAt)}
      >
        {formatMoment(entry.finishedAt ?? '')}
      </div>
      <div role="gridcell" className={classes.size}>
        {formatBytes(entry.workbook.bytes)}
      </div>
      <div role="gridcell" className={classes.sentTo} title={deliveryText(t, entry)}>
        {sent === '' ? '–' : <Name>{sent}</Name>}
      </div>
      <div role="gridcell" className={classes.acts}>
        <ReportActions reportOid={reportOid} tabbable={tabStop} />
      </div>
    </div>
  )
})
FileRow.displayName = 'FileRow'
