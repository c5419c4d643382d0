import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import classes from './files.module.css'
import { fileColumns, filesSlice, type FileColumn, type FilesRoot } from './files-slice.ts'

const { filesSelected, sortToggled } = filesSlice.actions

const cellClass: Record<FileColumn, string | undefined> = {
  name: classes.file,
  period: classes.period,
  made: classes.made,
  size: classes.size,
  sentTo: classes.sentTo,
}

const SortHeader = ({ column }: { column: FileColumn }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const sort = useSelector(({ files }: FilesRoot) => files.view.sort)
  const sorted = sort.column === column
  const Arrow = sort.direction === 'ascending' ? IconArrowUp : IconArrowDown
  return (
    <div
      role="columnheader"
      className={cellClass[column]}
      aria-sort={sorted ? sort.direction : 'none'}
    >
      <button type="button" className={classes.sort} onClick={() => dispatch(sortToggled(column))}>
        {t(`files.columns.${column}`)}
        <Arrow size={14} stroke={1.75} aria-hidden data-shown={sorted || undefined} />
      </button>
    </div>
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const FilesHead = ({ shown }: { shown: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const selected = useSelector(({ files }: FilesRoot) => files.selected)
  const count = shown.filter((oid) => selected[oid]).length
  const all = shown.length > 0 && count === shown.length
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !all
  }, [count, all])
  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.head}>
        <div role="columnheader" className={classes.check}>
          <input
            ref={box}
            type="checkbox"
            className={classes.checkbox}
            aria-label={t('files.selectAll')}
            checked={all}
            onChange={() => dispatch(filesSelected(all ? [] : shown))}
          />
        </div>
        {fileColumns.map((column) => (
          <SortHeader key={column} column={column} />
        ))}
        <div role="columnheader" className={classes.acts}>
          <span className="visually-hidden">{t('files.columns.actions')}</span>
        </div>
      </div>
    </div>
  )
}
