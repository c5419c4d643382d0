import { Button } from '@mantine/core'
import { memo, useCallback, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import {
  BatchHeader,
  FilterPicker,
  GenerateButton,
  OverviewRows,
  PeriodPicker,
  type StateFilter,
} from '../reports/index.ts'
import classes from './rooms.module.css'
import { RoomsFooter } from './RoomsFooter.tsx'
import { RoomMenu } from './RoomMenu.tsx'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { RoomsTable } from './RoomsTable.tsx'
import { RoomsToolbar } from './RoomsToolbar.tsx'
import { selectRoomsLoaded, selectSelectedOids } from './selectors.ts'
import { useVisibleRooms } from './use-visible-rooms.ts'

const { viewChanged } = roomsSlice.actions

const NoMatch = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <div className={classes.noMatch}>
      <p>{t('rooms.noMatch')}</p>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() =>
          dispatch(viewChanged({ search: '', state: null, source: null, group: null }))
        }
      >
        {t('rooms.showAll')}
      </Button>
    </div>
  )
}

/** Apart from the view, which a change of the selection need not draw again. */
const Generate = () => {
  const roomOids = useSelector(selectSelectedOids)
  return <GenerateButton roomOids={roomOids} />
}

const Rooms = ({ members }: Pick<RoomsViewProps, 'members'>) => {
  const visible = useVisibleRooms(members)
  const loaded = useSelector(selectRoomsLoaded)
  return (
    <>
      {loaded && visible.length === 0 ? <NoMatch /> : <RoomsTable visible={visible} />}
      <RoomsFooter visible={visible} />
    </>
  )
}

export interface RoomsViewProps {
  /** Stand before the primary button. */
  tools: ReactNode
  /** Narrows the rooms to a chat application or a group. */
  filter: ReactNode
  /** The rooms that alone are shown; null: all. */
  members: ReadonlySet<string> | null
  /** Shows who writes in a room. */
  onPeople: (roomOid: string) => void
}

/** The monitor: every room, its report, and the batch. */
export const RoomsView = memo(({ tools, filter, members, onPeople }: RoomsViewProps) => {
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const messagesOf = useCallback(
    (roomOid: string) => store.getState().rooms.entities[roomOid]?.messageCount ?? 0,
    [store],
  )
  const onShow = useCallback(
    (state: StateFilter) => dispatch(viewChanged({ state, search: '', source: null, group: null })),
    [dispatch],
  )
  return (
    <>
      <RoomsToolbar filter={filter}>
        {tools}
        <PeriodPicker />
        <FilterPicker />
        <Generate />
      </RoomsToolbar>
      <BatchHeader messagesOf={messagesOf} onShow={onShow} />
      <OverviewRows />
      <Rooms members={members} />
      <RoomMenu onPeople={onPeople} />
    </>
  )
})
RoomsView.displayName = 'RoomsView'
