import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { GridHead } from '../../ui/GridHead.tsx'
import { SortHeader } from '../../ui/SortHeader.tsx'
import grid from '../../ui/grid.module.css'
import classes from './people.module.css'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'
import { peopleColumns, type PeopleColumn } from './view.ts'

const { peopleSelected, sortToggled } = peopleSlice.actions

const columns = ['name', 'role', 'rooms', 'messages', 'first', 'last'] as const
type Column = (typeof columns)[number]

const isSortable = (column: Column): column is PeopleColumn & Column =>
  (peopleColumns as readonly string[]).includes(column)

const Header = ({ column }: { column: Column }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const sort = useSelector(({ people }: PeopleRoot) => people.view.sort)
  const label = t(`people.columns.${column}`)
  if (!isSortable(column)) {
    return (
      <div role="columnheader" className={classes[column]}>
        {label}
      </div>
    )
  }
  const sorted =
    sort.replace('-', '') === column ? (sort.startsWith('-') ? 'descending' : 'ascending') : null
  return (
    <SortHeader
      className={classes[column]}
      label={label}
      sorted={sorted}
      onToggle={() => dispatch(sortToggled(column))}
    />
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const PeopleHead = ({ shown }: { shown: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const selected = useSelector(({ people }: PeopleRoot) => people.selected)
  return (
    <GridHead
      className={`${grid.head} ${classes.head}`}
      label={t('people.selectAll')}
      shown={shown}
      selected={selected}
      onSelect={(oids) => dispatch(peopleSelected(oids))}
    >
      {columns.map((column) => (
        <Header key={column} column={column} />
      ))}
      <div role="columnheader" className={classes.acts}>
        <span className="visually-hidden">{t('files.columns.actions')}</span>
      </div>
    </GridHead>
  )
}
