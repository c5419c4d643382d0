import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { TFunction } from 'i18next'
import { isRunOver, type Schedule, type ScheduleRun } from '../../../server/contract/schedules.ts'
import type { ReportState } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { DetailSection } from '../../ui/Detail.tsx'
import { formatExact, formatInZone } from '../../ui/format.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayTold } from '../../ui/sentences.ts'
import { StateMark } from '../../ui/StateMark.tsx'
import { loadRuns } from './commands.ts'
import { RunReports } from './RunReports.tsx'
import classes from './schedules.module.css'
import type { SchedulesRoot } from './schedules-slice.ts'

/** How a run is marked: as the report of the same state. */
const marks: Record<ScheduleRun['state'], ReportState> = {
  starting: 'queued',
  running: 'summarizing',
  finished: 'finished',
  failed: 'failed',
  skipped: 'cancelled',
}

/** "3 of 4 reports, 1 failed": what has become of the reports of a run. */
const countText = (t: TFunction, { reports, mailsFailed, waiting = 0 }: ScheduleRun): string => {
  const { total, finished, failed, cancelled } = reports
  return [
    total > 0 && t('schedules.count', { finished, count: total }),
    failed > 0 && t('schedules.countFailed', { count: failed }),
    cancelled > 0 && t('schedules.countCancelled', { count: cancelled }),
    waiting > 0 && t('schedules.waiting', { count: waiting }),
    mailsFailed > 0 && t('schedules.mailsFailed', { count: mailsFailed }),
  ]
    .filter((part) => part !== false)
    .join(', ')
}

interface RunProps extends Pick<Schedule, 'timeZone' | 'delivery'> {
  run: ScheduleRun
}

const Run = ({ run, timeZone, delivery }: RunProps) => {
  const { t } = useTranslation()
  // What waits for a person is shown without being looked for.
  const [chosen, setOpen] = useState<boolean | null>(null)
  const isOpen = chosen ?? (run.waiting ?? 0) > 0
  const at = formatInZone(run.plannedAt, timeZone)
  const { state, error, batchOid, overviewOid } = run
  const hasReports = batchOid !== null || overviewOid !== null
  // It ended, and yet not all is well.
  const warns = state === 'finished' && (run.reports.failed > 0 || run.mailsFailed > 0)
  return (
    <li className={classes.run} data-run-oid={run.runOid} data-run-state={state}>
      <div className={classes.runLine}>
        {hasReports ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={isOpen}
            aria-label={t('schedules.showReports', { at })}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={16} stroke={1.75} aria-hidden />
          </button>
        ) : (
          <span />
        )}
        <StateMark state={marks[state]} word={t(`schedules.runs.${state}`)} warns={warns} />
        <time dateTime={run.plannedAt} title={formatExact(run.startedAt)}>
          {at}
        </time>
        <span className={classes.muted}>{t(`schedules.causes.${run.cause}`)}</span>
        <span className={classes.count}>{countText(t, run)}</span>
      </div>
      {error && <p className={classes.runError}>{sayTold(t, error)}</p>}
      {isOpen && (
        <RunReports run={run} isOver={isRunOver(state)} isDigest={delivery === 'digest'} />
      )}
    </li>
  )
}

/** What became of the runs of a schedule, newest first. */
export const RunHistory = ({ schedule }: { schedule: Schedule }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { scheduleOid, timeZone, delivery } = schedule
  const history = useSelector(({ schedules }: SchedulesRoot) => schedules.histories[scheduleOid])
  const [atLeast, setAtLeast] = useState(1)
  useEffect(() => {
    const request = dispatch(loadRuns({ scheduleOid, atLeast }))
    return () => request.abort()
    // A run that begins or ends is news of its schedule, which says when to read again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dispatch, scheduleOid, atLeast, schedule])
  return (
    <DetailSection title={t('schedules.history')}>
      {history === null && <p className={classes.muted}>{t('schedules.historyFailed')}</p>}
      {history?.runs.length === 0 && <p className={classes.muted}>{t('schedules.historyEmpty')}</p>}
      {history && history.runs.length > 0 && (
        <ul className={classes.runs} aria-label={t('schedules.history')}>
          {history.runs.map((run) => (
            <Run key={run.runOid} run={run} timeZone={timeZone} delivery={delivery} />
          ))}
        </ul>
      )}
      {history?.hasMore && (
        <RowButton onClick={() => setAtLeast(history.runs.length + 1)}>
          {t('schedules.more')}
        </RowButton>
      )}
    </DetailSection>
  )
}
