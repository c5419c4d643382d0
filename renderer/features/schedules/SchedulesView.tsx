import { Button } from '@mantine/core'
import {
  IconAlertCircle,
  IconHourglass,
  IconLoader2,
  IconLock,
  IconPlayerPause,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Schedule } from '../../../server/contract/schedules.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatInZone, shownLocale } from '../../ui/format.ts'
import { ListAndDetail } from '../../ui/ListAndDetail.tsx'
import { Name } from '../../ui/Name.tsx'
import { Page } from '../../ui/Page.tsx'
import lines from '../../ui/list-and-detail.module.css'
import { selectGroups } from '../groups/index.ts'
import { loadSchedules } from './commands.ts'
import { ScheduleDetail } from './ScheduleDetail.tsx'
import { ScheduleQuestions } from './ScheduleQuestions.tsx'
import classes from './schedules.module.css'
import {
  isRunning,
  schedulesSlice,
  selectPickedSchedule,
  selectSchedules,
  type SchedulesRoot,
} from './schedules-slice.ts'
import { fromCron, whenText } from './when.ts'

const { scheduleAsked, schedulePicked } = schedulesSlice.actions

const icon = { size: 14, stroke: 1.75, role: 'img' } as const

const Mark = ({ schedule }: { schedule: Schedule }) => {
  const { t } = useTranslation()
  const { lastRun, paused, approval } = schedule
  const waiting = lastRun?.waiting ?? 0
  if (isRunning(schedule)) {
    return <IconLoader2 {...icon} className={classes.turning} aria-label={t('schedules.running')} />
  }
  return (
    <>
      {lastRun?.state === 'failed' && (
        <IconAlertCircle
          {...icon}
          className={classes.bad}
          aria-label={t('schedules.runs.failed')}
        />
      )}
      {waiting > 0 ? (
        <IconHourglass
          {...icon}
          className={classes.waits}
          aria-label={t('schedules.waiting', { count: waiting })}
        />
      ) : (
        approval && <IconLock {...icon} aria-label={t('schedules.approvalYes')} />
      )}
      {paused && <IconPlayerPause {...icon} aria-label={t('schedules.paused')} />}
    </>
  )
}

const Line = ({ schedule }: { schedule: Schedule }) => {
  const { t } = useTranslation()
  const { name, cron, nextRunAt, timeZone, paused } = schedule
  const at = nextRunAt === null ? '' : formatInZone(nextRunAt, timeZone)
  return (
    <>
      <Name className={lines.name} fallback={t('schedules.unnamed')}>
        {name}
      </Name>
      <span className={lines.side}>
        <Mark schedule={schedule} />
      </span>
      <span className={lines.second}>{whenText(t, shownLocale(), fromCron(cron))}</span>
      <span className={lines.second}>
        {paused
          ? t('schedules.paused')
          : at === ''
            ? t('schedules.neverAgain')
            : t('schedules.next', { at })}
      </span>
    </>
  )
}

export interface SchedulesViewProps {
  /** Shows a group, or with null where groups are made. */
  onGroup: (groupOid: string | null) => void
}

const NewSchedule = ({ isPrimary = false }: { isPrimary?: boolean }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Button
      size="sm"
      h={32}
      variant={isPrimary ? 'filled' : 'default'}
      onClick={() => dispatch(scheduleAsked({ kind: 'new' }))}
    >
      {t('schedules.new')}
    </Button>
  )
}

const Nothing = ({ onGroup }: Pick<SchedulesViewProps, 'onGroup'>) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const state = useSelector(({ schedules }: SchedulesRoot) => schedules.state)
  const hasGroups = useSelector(selectGroups).length > 0
  switch (state) {
    case 'unread':
      return <Empty title={t('schedules.reading')} text="" />
    case 'failed':
      return (
        <Empty title={t('schedules.failed')} text={t('schedules.failedText')}>
          <Button size="sm" variant="default" onClick={() => void dispatch(loadSchedules())}>
            {t('app.tryAgain')}
          </Button>
        </Empty>
      )
    case 'read':
      return (
        <Empty
          title={t('schedules.empty')}
          text={
            hasGroups
              ? t('schedules.emptyText')
              : `${t('schedules.emptyText')} ${t('schedules.emptyNoGroup')}`
          }
        >
          {hasGroups ? (
            <NewSchedule isPrimary />
          ) : (
            <Button size="sm" h={32} onClick={() => onGroup(null)}>
              {t('schedules.makeGroup')}
            </Button>
          )}
        </Empty>
      )
  }
}

/** Reports at set times: when, of which rooms, for whom, and what became of them. */
export const SchedulesView = ({ onGroup }: SchedulesViewProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const schedules = useSelector(selectSchedules)
  const isOpen = useSelector((root: SchedulesRoot) => root.schedules.isOpen)
  const picked = useSelector(selectPickedSchedule)
  return (
    <Page title={t('schedules.title')} tools={picked !== undefined && <NewSchedule />}>
      {picked === undefined ? (
        <Nothing onGroup={onGroup} />
      ) : (
        <ListAndDetail
          label={t('schedules.list')}
          items={schedules.map((schedule) => ({
            oid: schedule.scheduleOid,
            line: <Line schedule={schedule} />,
          }))}
          picked={picked.scheduleOid}
          isOpen={isOpen}
          onPick={(oid, how) => dispatch(schedulePicked({ oid, how }))}
          onKey={({ key }, scheduleOid) => {
            if (key === 'F2') dispatch(scheduleAsked({ kind: 'edit', scheduleOid }))
            else if (key === 'Delete') dispatch(scheduleAsked({ kind: 'delete', scheduleOid }))
            else return false
            return true
          }}
        >
          <ScheduleDetail key={picked.scheduleOid} schedule={picked} onGroup={onGroup} />
        </ListAndDetail>
      )}
      <ScheduleQuestions />
    </Page>
  )
}
