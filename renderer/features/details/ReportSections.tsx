import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { isTerminal, type ReportLogLine } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import {
  loadReport,
  ReportActions,
  ReportCell,
  useGenerate,
  type ReportEntry,
} from '../reports/index.ts'
import { AttemptsSection } from './AttemptsSection.tsx'
import classes from './details.module.css'
import { DispatchesSection } from './DispatchesSection.tsx'
import { EarlierReports } from './EarlierReports.tsx'
import { ErrorDetails } from './ErrorDetails.tsx'
import { LogSection } from './LogSection.tsx'
import { MailSection } from './MailSection.tsx'
import { StageSteps } from './StageSteps.tsx'
import { hasSummary } from './stage-steps.ts'
import { stageTimes } from './stage-times.ts'
import { SummarySection } from './SummarySection.tsx'

interface ReportProps {
  roomOid: string
  entry: ReportEntry | undefined
  /** Null until it is read. */
  log: readonly ReportLogLine[] | null
}

/** How a report stands, what can be done with it, and what it tells. */
export const ReportSection = ({ roomOid, entry, log }: ReportProps) => {
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
  const isOverview = entry.kind === 'overview'
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
        // What an overview tells names its rooms itself.
        roomOid={isOverview ? null : roomOid}
        reportOid={entry.reportOid}
        ready={hasSummary(entry)}
        canChoose={!isOverview && entry.state === 'finished' && entry.delivery !== 'sending'}
      />
    </>
  )
}

/** How the report came about: open while that is going on, folded once it is over. */
export const Process = ({ entry, log }: Pick<ReportProps, 'log'> & { entry: ReportEntry }) => {
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
