import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount, formatExact, formatMoment } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { formatName } from '../../ui/source-names.ts'
import { LimitLine, selectLimitsOffered } from '../access/index.ts'
import { selectRoomReport, type ReportsRoot } from '../reports/index.ts'
import { changeRoom, RoomName, selectOpenOid, selectRoom, type RoomsRoot } from '../rooms/index.ts'
import { AroundSection } from './AroundSection.tsx'
import { ChoicesSection } from './ChoicesSection.tsx'
import classes from './details.module.css'
import { Drawer } from './Drawer.tsx'
import { MessagesSection } from './MessagesSection.tsx'
import { Process, ReportSection } from './ReportSections.tsx'
import { useLog } from './use-log.ts'

const Facts = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const room = useSelector((root: RoomsRoot) => selectRoom(root, roomOid))
  if (!room) return null
  const moment = (iso: string | null) =>
    iso ? <span title={formatExact(iso)}>{formatMoment(iso)}</span> : '–'
  const facts = [
    [t('details.messages'), formatCount(room.messageCount)],
    [t('details.system'), formatCount(room.systemCount)],
    [t('details.participants'), formatCount(room.participantCount)],
    [t('details.first'), moment(room.firstMessageAt)],
    [t('details.last'), moment(room.lastMessageAt)],
    [t('details.format'), formatName(t, room.format)],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A property of the room, so that it need not be chosen for each report. */
const LocalOnly = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const localOnly = useSelector((root: RoomsRoot) => selectRoom(root, roomOid)?.localOnly ?? false)
  return (
    <Checkbox
      size="xs"
      className={classes.localOnly ?? ''}
      label={t('details.localOnly')}
      title={t('details.localOnlyHint')}
      checked={localOnly}
      onChange={({ currentTarget: { checked } }) =>
        void dispatch(changeRoom({ roomOid, change: { localOnly: checked } }))
      }
    />
  )
}

/** Who may see the room, for those who say so. */
const Limit = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const isOffered = useSelector(selectLimitsOffered)
  const name = useSelector((root: RoomsRoot) => selectRoom(root, roomOid)?.name ?? '')
  return (
    isOffered && (
      <section className={classes.section} aria-label={t('access.label.room')}>
        <h3>{t('access.label.room')}</h3>
        <LimitLine kind="room" oid={roomOid} name={name} />
      </section>
    )
  )
}

/** The report first, then the room, how the report came about, and what was said. */
const RoomDetails = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const entry = useSelector((root: ReportsRoot) => selectRoomReport(root, roomOid))
  const log = useLog(entry)
  return (
    <div className={classes.body}>
      <AroundSection roomOid={roomOid} />
      <ReportSection roomOid={roomOid} entry={entry} log={log} />
      <section className={classes.room} aria-label={t('details.facts')}>
        <Facts roomOid={roomOid} />
        <LocalOnly roomOid={roomOid} />
      </section>
      <Limit roomOid={roomOid} />
      <ChoicesSection key={`choices of ${roomOid}`} roomOid={roomOid} />
      {entry && <Process entry={entry} log={log} />}
      <MessagesSection key={roomOid} roomOid={roomOid} />
    </div>
  )
}

/**
 * One room and its newest report, beside the table. Not a dialog: the table stays in use, and the
 * drawer follows the row that the keyboard stands on.
 */
export const DetailsDrawer = () => {
  const { t } = useTranslation()
  const roomOid = useSelector(selectOpenOid)
  const name = useSelector((root: RoomsRoot) =>
    roomOid === null ? null : selectRoom(root, roomOid)?.name,
  )
  if (roomOid === null || name === undefined || name === null) return null
  return (
    <Drawer
      label={t('details.label', { name: oneLine(name) })}
      title={<RoomName roomOid={roomOid} />}
      opener='[role="row"][data-active]'
    >
      <RoomDetails roomOid={roomOid} />
    </Drawer>
  )
}
