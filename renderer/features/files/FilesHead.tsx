import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { GridHead } from '../../ui/GridHead.tsx'
import { SortHeader } from '../../ui/SortHeader.tsx'
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

const Header = ({ column }: { column: FileColumn }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const sort = useSelector(({ files }: FilesRoot) => files.view.sort)
  return (
    <SortHeader
      className={cellClass[column]}
      label={t(`files.columns.${column}`)}
      sorted={sort.column === column ? sort.direction : null}
      onToggle={() => dispatch(sortToggled(column))}
    />
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const FilesHead = ({ shown }: { shown: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const selected = useSelector(({ files }: FilesRoot) => files.selected)
  return (
    <GridHead
      className={classes.head}
      label={t('files.selectAll')}
      shown={shown}
      selected={selected}
      onSelect={(oids) => dispatch(filesSelected(oids))}
    >
      {fileColumns.map((column) => (
        <Header key={column} column={column} />
      ))}
      <div role="columnheader" className={classes.acts}>
        <span className="visually-hidden">{t('files.columns.actions')}</span>
      </div>
    </GridHead>
  )
}
