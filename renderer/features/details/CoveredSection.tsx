import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { CoveredReports } from '../../../server/contract/overviews.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Name } from '../../ui/Name.tsx'
import { RowButton } from '../../ui/RowButton.tsx'
import {
  loadCovered,
  ReportActions,
  ReportCell,
  selectReport,
  type ReportEntry,
  type ReportsRoot,
} from '../reports/index.ts'
import { roomsSlice, selectRoom, type RoomsRoot } from '../rooms/index.ts'
import classes from './details.module.css'

type Covered = CoveredReports['items'][number]

/** Rooms shown at first, and with each press more. */
const shownRooms = 50

/** Those first that brought nothing, then in the order of the overview. */
const worstFirst = (items: readonly Covered[]): Covered[] => {
  const isBad = ({ report }: Covered) =>
    report === undefined || report.state === 'failed' || report.state === 'cancelled'
  return items.toSorted((one, other) => Number(isBad(other)) - Number(isBad(one)))
}

const CoveredRoom = ({ covered: { roomOid, name, reportOid, report } }: { covered: Covered }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const isThere = useSelector((root: RoomsRoot) => selectRoom(root, roomOid) !== undefined)
  const words = <Name fallback={t('rooms.unnamed')}>{name}</Name>
  return (
    <li data-room={roomOid} data-report-oid={reportOid}>
      {isThere ? (
        <RowButton onClick={() => dispatch(roomsSlice.actions.roomOpened(roomOid))}>
          {words}
        </RowButton>
      ) : (
        words
      )}
      {report === undefined ? (
        <span className={classes.warning}>{t('details.covered.gone')}</span>
      ) : (
        <>
          <ReportCell reportOid={reportOid} />
          <ReportActions reportOid={reportOid} tabbable />
        </>
      )}
    </li>
  )
}

/** The rooms that an overview is about, each with its report as it stands now; what failed is named first. */
export const CoveredSection = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { reportOid, state, attempt } = entry
  const [items, setItems] = useState<readonly Covered[] | null>(null)
  const [most, setMost] = useState(shownRooms)
  useEffect(() => {
    const request = dispatch(loadCovered(reportOid))
    void request.then((answer) => {
      if (loadCovered.fulfilled.match(answer)) setItems(worstFirst(answer.payload))
    })
    return () => request.abort()
    // Which of them brought nothing is another question once the overview has gone on.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dispatch, reportOid, state, attempt])
  const done = useSelector(
    (root: ReportsRoot) =>
      (items ?? []).filter((each) => selectReport(root, each.reportOid)?.state === 'finished')
        .length,
  )
  if (items === null || items.length === 0) return null
  const hidden = items.length - most
  return (
    <section className={classes.section} aria-label={t('details.covered.title')}>
      <h3>{t('details.covered.title')}</h3>
      <p className={classes.muted}>{t('details.covered.count', { done, count: items.length })}</p>
      <ul className={classes.covered}>
        {items.slice(0, most).map((covered) => (
          <CoveredRoom key={covered.reportOid} covered={covered} />
        ))}
      </ul>
      {hidden > 0 && (
        <RowButton onClick={() => setMost(most + shownRooms)}>
          {t('details.covered.more', { count: hidden })}
        </RowButton>
      )}
    </section>
  )
}
