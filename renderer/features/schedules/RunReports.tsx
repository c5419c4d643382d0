import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import type { Report } from '../../../server/contract/reports.ts'
import type { ScheduleRun } from '../../../server/contract/schedules.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Name } from '../../ui/Name.tsx'
import { HeldMails } from './HeldMails.tsx'
import { loadBatch, loadReport, OverviewLink, ReportActions, ReportCell } from '../reports/index.ts'
import { selectRoomName, type RoomsRoot } from '../rooms/index.ts'
import classes from './schedules.module.css'

const ReportLine = ({ report, isOverview }: { report: Report; isOverview: boolean }) => {
  const { t } = useTranslation()
  const { reportOid, roomOid, mergedInto } = report
  const name = useSelector((root: RoomsRoot) => selectRoomName(root, mergedInto ?? roomOid))
  return (
    <li className={classes.report} data-report-oid={reportOid}>
      {isOverview ? (
        <span className={classes.reportName}>
          <OverviewLink reportOid={reportOid} />
        </span>
      ) : (
        <Name className={classes.reportName} fallback={t('rooms.unnamed')}>
          {name}
        </Name>
      )}
      <ReportCell reportOid={reportOid} />
      <ReportActions reportOid={reportOid} tabbable />
    </li>
  )
}

interface RunReportsProps {
  run: ScheduleRun
  /** Those of a run that is not over are followed, and may still become more. */
  isOver: boolean
  /** Whether they share one mail. */
  isDigest: boolean
}

/** The reports of a run, each as it stands now, with what can be done with it. */
export const RunReports = ({ run, isOver, isDigest }: RunReportsProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const [reports, setReports] = useState<readonly Report[] | null>(null)
  const { batchOid, overviewOid } = run
  useEffect(() => {
    const batch = batchOid === null ? null : dispatch(loadBatch(batchOid))
    // It covers the reports of the batch and need not be one of them.
    const overview = overviewOid === null ? null : dispatch(loadReport(overviewOid))
    void Promise.all([batch, overview]).then(([rooms, over]) => {
      if (rooms?.meta.requestStatus === 'rejected' && rooms.meta.aborted) return
      const others = Array.isArray(rooms?.payload) ? rooms.payload : []
      const found = new Map(
        [over?.payload, ...others].flatMap((one) => (one ? [[one.reportOid, one]] : [])),
      )
      const nameOf = ({ roomOid }: Report) => selectRoomName(store.getState(), roomOid)
      // The overview first, then by room.
      const rank = ({ reportOid }: Report) => (reportOid === overviewOid ? 0 : 1)
      setReports(
        [...found.values()].sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b))),
      )
    })
    return () => {
      batch?.abort()
      overview?.abort()
    }
    // While the run is under way it may still get reports.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dispatch, store, batchOid, overviewOid, isOver, run.reports.total, run.waiting])
  if (reports === null) return null
  if (reports.length === 0) return <p className={classes.muted}>{t('schedules.noReports')}</p>
  const nameOf = ({ reportOid, roomOid, mergedInto }: Report) =>
    reportOid === overviewOid
      ? t('schedules.overviewOf')
      : selectRoomName(store.getState(), mergedInto ?? roomOid)
  return (
    <>
      <HeldMails reports={reports} isDigest={isDigest} nameOf={nameOf} />
      <ul className={classes.reports}>
        {reports.map((report) => (
          <ReportLine
            key={report.reportOid}
            report={report}
            isOverview={report.reportOid === overviewOid}
          />
        ))}
      </ul>
    </>
  )
}
