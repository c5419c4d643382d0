import { Button, Menu } from '@mantine/core'
import {
  IconClock,
  IconDeviceDesktop,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Schedule } from '../../../server/contract/schedules.ts'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { DetailHead, DetailSection } from '../../ui/Detail.tsx'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { formatExact, formatInZone, shownLocale } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { ChosenFacts } from './ChosenFacts.tsx'
import { periodText } from '../choices/index.ts'
import { selectGroup, type GroupsRoot } from '../groups/index.ts'
import { changeSchedule, runSchedule } from './commands.ts'
import { RunHistory } from './RunHistory.tsx'
import classes from './schedules.module.css'
import { isRunning, schedulesSlice } from './schedules-slice.ts'
import { fromCron, whenText } from './when.ts'

const { scheduleAsked } = schedulesSlice.actions

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Runs ahead that are named. */
const shownRuns = 3

interface ScheduleDetailProps {
  schedule: Schedule
  onGroup: (groupOid: string | null) => void
}

const Tools = ({ schedule }: Pick<ScheduleDetailProps, 'schedule'>) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { scheduleOid, paused } = schedule
  return (
    <>
      <Button
        size="sm"
        h={32}
        disabled={isRunning(schedule)}
        title={isRunning(schedule) ? t('schedules.running') : undefined}
        onClick={() => void dispatch(runSchedule(schedule))}
      >
        {t('schedules.runNow')}
      </Button>
      <Button
        size="sm"
        h={32}
        px={10}
        variant="default"
        leftSection={paused ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
        onClick={() => void dispatch(changeSchedule({ scheduleOid, change: { paused: !paused } }))}
      >
        {t(paused ? 'schedules.resume' : 'schedules.pause')}
      </Button>
      <DropMenu
        target={
          <Button
            size="sm"
            h={32}
            px={8}
            variant="default"
            aria-label={t('schedules.menu', { name: oneLine(schedule.name) })}
          >
            <IconDots {...icon} />
          </Button>
        }
      >
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil {...icon} />}
            rightSection={<kbd>F2</kbd>}
            onClick={() => dispatch(scheduleAsked({ kind: 'edit', scheduleOid }))}
          >
            {t('schedules.edit')}
          </Menu.Item>
          <Menu.Item
            c="var(--bad)"
            leftSection={<IconTrash {...icon} />}
            rightSection={<kbd>{t('help.keys.delete')}</kbd>}
            onClick={() => dispatch(scheduleAsked({ kind: 'delete', scheduleOid }))}
          >
            {t('schedules.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </DropMenu>
    </>
  )
}

const Ahead = ({ schedule }: Pick<ScheduleDetailProps, 'schedule'>) => {
  const { t } = useTranslation()
  const { nextRuns, timeZone, paused, missed } = schedule
  return (
    <DetailSection title={t('schedules.ahead')}>
      {paused && <p className={classes.muted}>{t('schedules.pausedText')}</p>}
      {!paused && nextRuns.length === 0 && (
        <p className={classes.muted}>{t('schedules.neverAgain')}</p>
      )}
      {!paused && nextRuns.length > 0 && (
        <ol className={classes.ahead}>
          {nextRuns.slice(0, shownRuns).map((at) => (
            <li key={at}>
              <time dateTime={at} title={formatExact(at)}>
                {formatInZone(at, timeZone)}
              </time>
            </li>
          ))}
        </ol>
      )}
      {!paused && (
        <div className={classes.note} role="note">
          {isElsewhere() ? <IconClock {...icon} /> : <IconDeviceDesktop {...icon} />}
          <p>
            {!isElsewhere() && `${t('schedules.computer')} `}
            {t(missed === 'catchUp' ? 'schedules.missedCatchUp' : 'schedules.missedSkip')}
          </p>
        </div>
      )}
    </DetailSection>
  )
}

const Target = ({ schedule, onGroup }: ScheduleDetailProps) => {
  const { t } = useTranslation()
  const { groupOid, roomOids = [] } = schedule
  const group = useSelector((root: GroupsRoot) => selectGroup(root, groupOid))
  if (groupOid === undefined) return t('schedules.someRooms', { count: roomOids.length })
  if (group === undefined) return <span className={classes.bad}>{t('schedules.groupGone')}</span>
  return (
    <RowButton onClick={() => onGroup(groupOid)}>
      <Name fallback={t('groups.unnamed')}>{group.name}</Name>
      <span className={classes.muted}>{t('groups.rooms', { count: group.roomCount })}</span>
    </RowButton>
  )
}

const What = ({ schedule, onGroup }: ScheduleDetailProps) => {
  const { t } = useTranslation()
  const { period, make, delivery, recipients, approval, approver } = schedule
  const to = recipients?.map(oneLine).join(', ')
  return (
    <DetailSection title={t('schedules.what')}>
      <dl className={classes.facts}>
        <dt>{t('schedules.facts.rooms')}</dt>
        <dd>
          <Target schedule={schedule} onGroup={onGroup} />
        </dd>
        <dt>{t('schedules.facts.period')}</dt>
        <dd>{periodText(t, period)}</dd>
        <dt>{t('schedules.facts.make')}</dt>
        <dd>{t(`schedules.make.${make.length > 1 ? 'both' : (make[0] ?? 'rooms')}`)}</dd>
        <dt>{t('schedules.facts.mail')}</dt>
        <dd>{t(`groups.deliveries.${delivery}`)}</dd>
        <dt>{t('schedules.facts.recipients')}</dt>
        <dd>{to === undefined ? t('schedules.usualRecipients') : to || t('schedules.nobody')}</dd>
        {approval && (
          <>
            <dt>{t('schedules.facts.approval')}</dt>
            <dd>
              {t('schedules.approvalYes')}
              {approver !== undefined && (
                <> · {t('schedules.approvalBy', { address: oneLine(approver) })}</>
              )}
            </dd>
          </>
        )}
        <ChosenFacts schedule={schedule} />
      </dl>
    </DetailSection>
  )
}

/** Everything of one schedule. */
export const ScheduleDetail = ({ schedule, onGroup }: ScheduleDetailProps) => {
  const { t } = useTranslation()
  const when = whenText(t, shownLocale(), fromCron(schedule.cron))
  return (
    <>
      <DetailHead
        title={<Name fallback={t('schedules.unnamed')}>{schedule.name}</Name>}
        text={t('schedules.inZone', { when, zone: schedule.timeZone })}
      >
        <Tools schedule={schedule} />
      </DetailHead>
      <Ahead schedule={schedule} />
      <What schedule={schedule} onGroup={onGroup} />
      <RunHistory schedule={schedule} />
    </>
  )
}
