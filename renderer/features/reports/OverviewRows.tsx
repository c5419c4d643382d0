import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { shallowEqual, useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { ReportActions } from './ReportActions.tsx'
import { ReportCell } from './ReportCell.tsx'
import classes from './overview.module.css'
import { overviewOpened, type ReportsRoot } from './reports-slice.ts'
import { selectOverviewOids, selectReport } from './selectors.ts'

/** What an overview is called: it belongs to no room. */
export const OverviewName = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const count = useSelector((root: ReportsRoot) => selectReport(root, reportOid)?.rooms ?? 0)
  return <>{t('report.overviewOf', { count })}</>
}

export interface OverviewLinkProps {
  reportOid: string
  /** Default 0. */
  tabIndex?: number
}

/** The same, to be pressed: it shows all of the overview. */
export const OverviewLink = ({ reportOid, tabIndex = 0 }: OverviewLinkProps) => {
  const dispatch = useAppDispatch()
  return (
    <button
      type="button"
      className={classes.link}
      data-overview-oid={reportOid}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation()
        dispatch(overviewOpened(reportOid))
      }}
    >
      <OverviewName reportOid={reportOid} />
    </button>
  )
}

/** The overviews of the batch, above the rooms that they are about. */
export const OverviewRows = memo(() => {
  const { t } = useTranslation()
  const oids = useSelector(selectOverviewOids, shallowEqual)
  if (oids.length === 0) return null
  return (
    <ul className={classes.overviews} aria-label={t('report.overviews')}>
      {oids.map((reportOid) => (
        <li key={reportOid} data-report-oid={reportOid}>
          <span className={classes.name}>
            <OverviewLink reportOid={reportOid} />
          </span>
          <ReportCell reportOid={reportOid} />
          <ReportActions reportOid={reportOid} tabbable />
        </li>
      ))}
    </ul>
  )
})
OverviewRows.displayName = 'OverviewRows'
