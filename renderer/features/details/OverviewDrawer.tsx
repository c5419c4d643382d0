import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { loadReport, OverviewName, selectReport, type ReportsRoot } from '../reports/index.ts'
import { CoveredSection } from './CoveredSection.tsx'
import classes from './details.module.css'
import { Drawer } from './Drawer.tsx'
import { Process, ReportSection } from './ReportSections.tsx'
import { useLog } from './use-log.ts'

/** One overview: how it stands, what it tells, and the rooms that it is about with their reports. */
export const OverviewDrawer = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const entry = useSelector((root: ReportsRoot) => selectReport(root, reportOid))
  const log = useLog(entry)
  const isUnknown = entry === undefined
  useEffect(() => {
    if (isUnknown) void dispatch(loadReport(reportOid))
  }, [dispatch, isUnknown, reportOid])
  // It is not read yet, or was deleted.
  if (entry === undefined) return null
  const { roomOid, rooms: count = 0 } = entry
  return (
    <Drawer
      label={t('details.label', { name: t('report.overviewOf', { count }) })}
      title={<OverviewName reportOid={reportOid} />}
      opener={`[data-overview-oid="${reportOid}"]`}
    >
      <div className={classes.body}>
        <ReportSection roomOid={roomOid} entry={entry} log={log} />
        <CoveredSection key={`covered by ${reportOid}`} entry={entry} />
        <Process entry={entry} log={log} />
      </div>
    </Drawer>
  )
}
