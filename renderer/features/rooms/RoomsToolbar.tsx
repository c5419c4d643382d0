import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { stateFilters, type StateFilter } from '../reports/index.ts'
import classes from './rooms.module.css'
import { roomsSlice } from './rooms-slice.ts'
import { selectView } from './selectors.ts'

const { viewChanged } = roomsSlice.actions

const Search = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { search } = useSelector(selectView)
  return (
    <SearchField
      id="room-search"
      className={classes.search}
      label={t('rooms.search')}
      value={search}
      onChange={(value) => dispatch(viewChanged({ search: value }))}
    />
  )
}

const StateSelect = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { state } = useSelector(selectView)
  return (
    <Choice
      label={t('rooms.stateFilter')}
      placeholder={t('rooms.anyState')}
      width={132}
      data={stateFilters.map((value) => ({ value, label: t(`rooms.filters.${value}`) }))}
      value={state}
      onChange={(chosen) => dispatch(viewChanged({ state: chosen as StateFilter | null }))}
    />
  )
}

export interface RoomsToolbarProps {
  /** Narrows the rooms to a chat application or a group. */
  filter: ReactNode
  /** What acts on rooms; stands at the end. */
  children: ReactNode
}

/** Title, search, filters. */
export const RoomsToolbar = ({ filter, children }: RoomsToolbarProps) => {
  const { t } = useTranslation()
  return (
    <header className={classes.toolbar}>
      <h1 className={classes.title}>{t('rooms.title')}</h1>
      <Search />
      <StateSelect />
      {filter}
      <div className={classes.tools}>{children}</div>
    </header>
  )
}
