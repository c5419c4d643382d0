import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { sourceName } from '../../ui/source-names.ts'
import { stateFilters, type StateFilter } from '../reports/index.ts'
import classes from './rooms.module.css'
import { roomsSlice } from './rooms-slice.ts'
import { selectSources, selectView } from './selectors.ts'

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
      width={148}
      data={stateFilters.map((value) => ({ value, label: t(`rooms.filters.${value}`) }))}
      value={state}
      onChange={(chosen) => dispatch(viewChanged({ state: chosen as StateFilter | null }))}
    />
  )
}

const SourceSelect = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { source } = useSelector(selectView)
  const sources = useSelector(selectSources)
  return (
    <Choice
      label={t('rooms.sourceFilter')}
      placeholder={t('rooms.anySource')}
      width={148}
      data={sources.map((value) => ({ value, label: sourceName(t, value) }))}
      value={source}
      onChange={(chosen) => dispatch(viewChanged({ source: chosen }))}
    />
  )
}

/** Title, search, filters; what acts on rooms comes in as children and stands at the end. */
export const RoomsToolbar = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation()
  return (
    <header className={classes.toolbar}>
      <h1 className={classes.title}>{t('rooms.title')}</h1>
      <Search />
      <StateSelect />
      <SourceSelect />
      <div className={classes.tools}>{children}</div>
    </header>
  )
}
