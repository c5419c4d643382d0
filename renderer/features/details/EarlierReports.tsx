import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { StateMark } from '../../ui/StateMark.tsx'
import type { Report } from '../../../server/contract/reports.ts'
import { loadRoomReports, ReportActions, type ReportEntry } from '../reports/index.ts'
import classes from './details.module.css'

/** Other reports of the room, newest first, each with what can be done with it. */
export const EarlierReports = ({ entry: { roomOid, reportOid } }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [reports, setReports] = useState<readonly Report[]>([])
  useEffect(() => {
    const request = dispatch(loadRoomReports(roomOid))
    void request.then((answer) => {
      if (!loadRoomReports.fulfilled.match(answer)) return
      setReports(answer.payload.filter((report) => report.reportOid !== reportOid))
    })
    return () => request.abort()
  }, [dispatch, roomOid, reportOid])
  if (reports.length === 0) return null
  return (
    <section className={classes.section} aria-label={t('details.earlier')}>
      <h3>{t('details.earlier')}</h3>
      <ul className={classes.earlier}>
        {reports.map((report) => (
          <li key={report.reportOid} data-report-oid={report.reportOid}>
            <StateMark state={report.state} word={t(`report.states.${report.state}`)} />
            <time
              dateTime={report.createdAt}
              title={formatExact(report.finishedAt ?? report.createdAt)}
            >
              {formatMoment(report.finishedAt ?? report.createdAt)}
            </time>
            <ReportActions reportOid={report.reportOid} tabbable />
          </li>
        ))}
      </ul>
    </section>
  )
}
