import { IconPin } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { SelectAll } from '../../ui/SelectAll.tsx'
import { SortButton } from '../../ui/SortButton.tsx'
import grid from '../../ui/grid.module.css'
import classes from './rooms.module.css'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
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
      {t('rooms.runningFirst')}
    </button>
  )
}

const SortHeader = ({ column }: { column: SortColumn }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { sort } = useSelector(selectView)
  const sorted = sort.column === column ? sort.direction : null
  return (
    <div role="columnheader" className={cellClass[column]} aria-sort={sorted ?? 'none'}>
      <SortButton
        label={t(`rooms.columns.${column}`)}
        title={column === 'new' ? t('rooms.newHint') : undefined}
        sorted={sorted}
        onToggle={() => dispatch(sortToggled(column))}
      />
      {column === 'report' && <RunningFirst />}
    </div>
  )
}

/** Column names, sorting, and the box that selects what is shown. */
export const RoomsHead = memo(({ visible }: { visible: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const shownSelected = useSelector((root: RoomsRoot) => {
    const selected = selectSelected(root)
    return root.rooms.selectedCount === 0 ? 0 : visible.filter((oid) => selected[oid]).length
  })
  const loaded = useSelector(selectRoomsLoaded)
  return (
    <div role="rowgroup" className={grid.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.head}>
        <div role="columnheader" className={grid.check}>
          <SelectAll
            label={t('rooms.selectAll')}
            shown={visible.length}
            selected={shownSelected}
            // Until every room is read, "all" would be too few.
            disabled={!loaded}
            onChange={(all) => dispatch(roomsSelected(all ? [...visible] : []))}
          />
        </div>
        {sortColumns.map((column) => (
          <SortHeader key={column} column={column} />
        ))}
      </div>
    </div>
  )
})
RoomsHead.displayName = 'RoomsHead'
