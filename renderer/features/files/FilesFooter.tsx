import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { useGenerate } from '../reports/index.ts'
import { throwAway } from '../trash/index.ts'
import type { FileFacts } from './arrange.ts'
import grid from '../../ui/grid.module.css'
import classes from './files.module.css'
import { filesSlice, type FilesRoot } from './files-slice.ts'

export interface FilesFooterProps {
  all: readonly FileFacts[]
  /** How many the list shows. */
  shown: number
}

const sizeOf = (files: readonly FileFacts[]): string =>
  formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0))

/** How many workbooks there are, and what can be done with the selected ones. */
export const FilesFooter = ({ all, shown }: FilesFooterProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const generate = useGenerate()
  const selected = useSelector(({ files }: FilesRoot) => files.selected)
  const chosen = all.filter(({ reportOid }) => selected[reportOid])
  const roomOids = [...new Set(chosen.map(({ roomOid }) => roomOid))]
  return (
    <footer className={grid.footer}>
      {chosen.length === 0 ? (
        <span>
          {shown === all.length
            ? t('files.count', { count: all.length })
            : t('files.shownOf', { shown: formatCount(shown), count: all.length })}
          {' · '}
          {sizeOf(all)}
        </span>
      ) : (
        <>
          <strong>{t('files.selected', { count: chosen.length })}</strong>
          <span>{sizeOf(chosen)}</span>
          <RowButton onClick={() => dispatch(filesSlice.actions.filesSelected([]))}>
            {t('rooms.clearSelection')}
          </RowButton>
          <RowButton title={t('report.makeAgainHint')} onClick={() => generate(roomOids)}>
            {t('files.makeAgain', { count: roomOids.length })}
          </RowButton>
          <RowButton
            onClick={() =>
              void dispatch(throwAway({ reportOids: chosen.map(({ reportOid }) => reportOid) }))
            }
          >
            {t('files.delete')}
          </RowButton>
        </>
      )}
      <span className={classes.hint}>{t('files.hint')}</span>
    </footer>
  )
}
