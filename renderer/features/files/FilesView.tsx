import { IconFileSpreadsheet } from '@tabler/icons-react'
import { memo, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatBytes, formatExact, formatMoment } from '../../ui/format.ts'
import { FileName } from '../../ui/FileName.tsx'
import { Name } from '../../ui/Name.tsx'
import { Page } from '../../ui/Page.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import {
  loadWorkbooks,
  MissingMark,
  ReportActions,
  selectIsMissing,
  selectReport,
  selectTransitions,
  type ReportsRoot,
} from '../reports/index.ts'
import { selectRoomName, type RoomsRoot } from '../rooms/index.ts'
import classes from './files.module.css'
import { listWorkbooks } from './list-workbooks.ts'

const FileRow = memo(({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const entry = useSelector((root: ReportsRoot) => selectReport(root, reportOid))
  const name = useSelector((root: RoomsRoot) => selectRoomName(root, entry?.roomOid ?? ''))
  const missing = useSelector((root: ReportsRoot) => selectIsMissing(root, reportOid))
  if (!entry?.workbook) return null
  return (
    <div className={classes.row} data-report-oid={reportOid} data-missing={missing || undefined}>
      <IconFileSpreadsheet size={16} stroke={1.75} aria-hidden />
      <span className={classes.file}>
        <FileName className={classes.name}>{entry.workbook.fileName}</FileName>
        {missing && <MissingMark />}
      </span>
      <Name className={classes.room} fallback={t('rooms.unnamed')}>
        {name}
      </Name>
      <span className={classes.size}>{formatBytes(entry.workbook.bytes)}</span>
      <span className={classes.made} title={formatExact(entry.finishedAt ?? '')}>
        {formatMoment(entry.finishedAt ?? '')}
      </span>
      <ReportActions reportOid={reportOid} tabbable />
    </div>
  )
})
FileRow.displayName = 'FileRow'

/** Every workbook there is, newest first. */
export const FilesView = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<ReportsRoot>()
  const transitions = useSelector(selectTransitions)
  const loadedAt = useSelector((root: ReportsRoot) => root.reports.workbooksLoaded)
  useEffect(() => {
    void dispatch(loadWorkbooks())
  }, [dispatch])
  const oids = useMemo(
    () => listWorkbooks(Object.values(store.getState().reports.entities)),
    // A workbook comes with the end of a report or with the list of the server.
    // oxlint-disable-next-line react/exhaustive-deps
    [store, transitions, loadedAt],
  )
  return (
    <Page title={t('files.title')}>
      {oids.length === 0 ? (
        loadedAt > 0 && <Empty title={t('files.empty')} text={t('files.emptyText')} />
      ) : (
        <>
          <div className={classes.head} aria-hidden>
            <span />
            <span>{t('files.name')}</span>
            <span>{t('files.room')}</span>
            <span className={classes.size}>{t('files.size')}</span>
            <span className={classes.made}>{t('files.made')}</span>
          </div>
          <VirtualRows keys={oids} label={t('files.table')}>
            {(oid) => <FileRow reportOid={oid} />}
          </VirtualRows>
        </>
      )}
    </Page>
  )
}
