import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { SelectAll } from '../../ui/SelectAll.tsx'
import { SortButton } from '../../ui/SortButton.tsx'
import grid from '../../ui/grid.module.css'
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
  const sorted = sort.column === column ? sort.direction : null
  return (
    <div role="columnheader" className={cellClass[column]} aria-sort={sorted ?? 'none'}>
      <SortButton
        label={t(`files.columns.${column}`)}
        sorted={sorted}
        onToggle={() => dispatch(sortToggled(column))}
      />
    </div>
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const FilesHead = ({ shown }: { shown: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const selected = useSelector(({ files }: FilesRoot) => files.selected)
  const count = shown.filter((oid) => selected[oid]).length
  return (
    <div role="rowgroup" className={grid.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.head}>
        <div role="columnheader" className={grid.check}>
          <SelectAll
            label={t('files.selectAll')}
            shown={shown.length}
            selected={count}
            onChange={(all) => dispatch(filesSelected(all ? shown : []))}
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
