import { useElementSize } from '@mantine/hooks'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { LazyPreviewPane } from '../preview/index.ts'
import { loadWorkbooks, type ReportsRoot } from '../reports/index.ts'
import classes from './files.module.css'
import { FilesFooter } from './FilesFooter.tsx'
import { filesSlice, type FilesRoot } from './files-slice.ts'
import { FilesTable } from './FilesTable.tsx'
import { FilesToolbar } from './FilesToolbar.tsx'
import { useFiles } from './use-files.ts'

/** Pixels of a view that has room for a list and a workbook beside it; as in files.module.css. */
const roomForTwo = 900

/** Every workbook there is, and the one that the keyboard stands on beside them. */
export const FilesView = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const loadedAt = useSelector((root: ReportsRoot) => root.reports.workbooksLoaded)
  const { activeOid, isPreviewed } = useSelector(({ files }: FilesRoot) => files)
  useEffect(() => {
    void dispatch(loadWorkbooks())
  }, [dispatch])
  const { all, items } = useFiles()
  const shown = items.filter(({ kind }) => kind === 'file').length
  // A window without room for two looks at workbooks in a dialog; an unseen pane would read them for nothing.
  const { ref, width } = useElementSize()
  const previewed =
    isPreviewed && width > roomForTwo && all.some(({ reportOid }) => reportOid === activeOid)
  if (all.length === 0) {
    return (
      <Page title={t('files.title')}>
        {loadedAt > 0 && <Empty title={t('files.empty')} text={t('files.emptyText')} />}
      </Page>
    )
  }
  return (
    <Page title={t('files.title')} tools={<FilesToolbar />}>
      <div ref={ref} className={classes.beside}>
        <div className={classes.listSide}>
          {shown === 0 ? (
            <Empty title={t('files.noMatch')} text={t('files.noMatchText')} />
          ) : (
            <FilesTable items={items} />
          )}
          <FilesFooter all={all} shown={shown} />
        </div>
        {previewed && activeOid !== null && (
          <div className={classes.paneSide}>
            <LazyPreviewPane
              key={activeOid}
              reportOid={activeOid}
              onClose={() => dispatch(filesSlice.actions.previewToggled())}
            />
          </div>
        )}
      </div>
    </Page>
  )
}
