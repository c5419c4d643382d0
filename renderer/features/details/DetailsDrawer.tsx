import { Checkbox, CloseButton } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { isTerminal, type ReportLogLine } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount, formatExact, formatMoment } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { formatName } from '../../ui/source-names.ts'
import {
  loadReport,
  ReportActions,
  ReportCell,
  selectRoomReport,
  useGenerate,
  type ReportEntry,
  type ReportsRoot,
} from '../reports/index.ts'
import {
  changeRoom,
  RoomName,
  roomsSlice,
  selectOpenOid,
  selectRoom,
  type RoomsRoot,
} from '../rooms/index.ts'
import { AroundSection } from './AroundSection.tsx'
import { AttemptsSection } from './AttemptsSection.tsx'
import classes from './details.module.css'
import { ChoicesSection } from './ChoicesSection.tsx'
import { DispatchesSection } from './DispatchesSection.tsx'
import { EarlierReports } from './EarlierReports.tsx'
import { ErrorDetails } from './ErrorDetails.tsx'
import { LogSection } from './LogSection.tsx'
import { MailSection } from './MailSection.tsx'
import { MessagesSection } from './MessagesSection.tsx'
import { StageSteps } from './StageSteps.tsx'
import { hasSummary } from './stage-steps.ts'
import { stageTimes } from './stage-times.ts'
import { SummarySection } from './SummarySection.tsx'
import { useLog } from './use-log.ts'

const { detailsClosed } = roomsSlice.actions

interface ReportProps {
  roomOid: string
  entry: ReportEntry | undefined
  /** Null until it is read. */
  log: readonly ReportLogLine[] | null
}

const ReportSection = ({ roomOid, entry, log }: ReportProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const generate = useGenerate()
  const unknown = entry && !entry.complete ? entry.reportOid : null
  useEffect(() => {
    if (unknown !== null) void dispatch(loadReport(unknown))
  }, [dispatch, unknown])
  if (!entry) {
    return (
      <section className={classes.section}>
        <h3>{t('details.noReport')}</h3>
        <p className={classes.muted}>{t('details.noReportText')}</p>
        <RowButton onClick={() => generate([roomOid])}>{t('details.generate')}</RowButton>
      </section>
    )
  }
  return (
    <>
      <section className={classes.section} aria-label={t('rooms.columns.report')}>
        <div className={classes.status}>
          <ReportCell reportOid={entry.reportOid} />
          <ReportActions reportOid={entry.reportOid} tabbable />
        </div>
      </section>
      <ErrorDetails entry={entry} log={log ?? []} />
      <MailSection key={`mail of ${entry.reportOid} ${entry.attempt}`} entry={entry} />
      <DispatchesSection key={`dispatches of ${entry.reportOid}`} entry={entry} />
      <SummarySection
        key={`${entry.reportOid} ${entry.attempt}`}
        roomOid={roomOid}
        reportOid={entry.reportOid}
        ready={hasSummary(entry)}
        canChoose={entry.state === 'finished' && entry.delivery !== 'sending'}
      />
    </>
  )
}

/** How the report came about: open while that is going on, folded once it is over. */
const Process = ({ entry, log }: Pick<ReportProps, 'log'> & { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const isOver = isTerminal(entry.state)
  return (
    <>
      <section className={classes.section} aria-label={t('details.process')}>
        <details key={String(isOver)} className={classes.fold} open={!isOver}>
          <summary>{t('details.process')}</summary>
          <StageSteps entry={entry} times={stageTimes(log ?? [], entry.attempt)} />
        </details>
      </section>
      <AttemptsSection key={`attempts of ${entry.reportOid} ${entry.attempt}`} entry={entry} />
      <LogSection entry={entry} log={log} />
      <EarlierReports key={`earlier than ${entry.reportOid}`} entry={entry} />
    </>
  )
}

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
  const dispatch = useAppDispatch()
  const roomOid = useSelector(selectOpenOid)
  const name = useSelector((root: RoomsRoot) =>
    roomOid === null ? null : selectRoom(root, roomOid)?.name,
  )
  const open = roomOid !== null && name !== undefined && name !== null

  useEffect(() => {
    if (!open) return
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog or a menu above the drawer takes the key for itself.
      if (event.key !== 'Escape') return
      const above = document.querySelectorAll(
        '[role="dialog"],[role="menu"],[role="listbox"],[data-takes-escape]',
      )
      if ([...above].some((element) => element.checkVisibility())) return
      dispatch(detailsClosed())
      document.querySelector<HTMLElement>('[role="row"][data-active]')?.focus()
    }
    // On the way down: a dialog that this key closes is still there to be seen.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [dispatch, open])

  if (!open) return null
  return (
    <aside className={classes.drawer} aria-label={t('details.label', { name: oneLine(name) })}>
      <header className={classes.header}>
        <h2>
          <RoomName roomOid={roomOid} />
        </h2>
        <CloseButton aria-label={t('details.close')} onClick={() => dispatch(detailsClosed())} />
      </header>
      <RoomDetails roomOid={roomOid} />
    </aside>
  )
}
