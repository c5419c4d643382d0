import { IconPin } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { GridHead } from '../../ui/GridHead.tsx'
import { SortHeader } from '../../ui/SortHeader.tsx'
import classes from './rooms.module.css'
import { roomsSlice } from './rooms-slice.ts'
import { selectRoomsLoaded, selectSelected, selectView } from './selectors.ts'
import { sortColumns, type SortColumn } from './view-options.ts'

const { sortToggled, roomsSelected, viewChanged } = roomsSlice.actions

const cellClass: Record<SortColumn, string | undefined> = {
  name: classes.name,
  source: classes.source,
  import: classes.from,
  people: classes.people,
  messages: classes.number,
  new: classes.fresh,
  firstMessage: classes.since,
  lastMessage: classes.moment,
  report: classes.report,
}

const RunningFirst = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { runningFirst } = useSelector(selectView)
  return (
    <button
      type="button"
      className={classes.pin}
      aria-pressed={runningFirst}
      title={t('rooms.runningFirstHint')}
      onClick={() => dispatch(viewChanged({ runningFirst: !runningFirst }))}
    >
      <IconPin size={14} stroke={1.75} aria-hidden />
      <span>{t('rooms.runningFirst')}</span>
    </button>
  )
}

const Header = ({ column }: { column: SortColumn }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { sort } = useSelector(selectView)
  return (
    <SortHeader
      className={cellClass[column]}
      label={t(`rooms.columns.${column}`)}
      title={column === 'new' ? t('rooms.newHint') : undefined}
      sorted={sort.column === column ? sort.direction : null}
      onToggle={() => dispatch(sortToggled(column))}
    >
      {column === 'report' && <RunningFirst />}
    </SortHeader>
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const RoomsHead = memo(({ visible }: { visible: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const selected = useSelector(selectSelected)
  const loaded = useSelector(selectRoomsLoaded)
  return (
    <GridHead
      className={classes.head}
      label={t('rooms.selectAll')}
      shown={visible}
      selected={selected}
      // Until every room is read, "all" would be too few.
      disabled={!loaded}
      onSelect={(oids) => dispatch(roomsSelected(oids))}
    >
      {sortColumns.map((column) => (
        <Header key={column} column={column} />
      ))}
    </GridHead>
  )
})
RoomsHead.displayName = 'RoomsHead'
