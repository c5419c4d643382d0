import { CloseButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import field from '../../ui/field.module.css'
import { sourceName } from '../../ui/source-names.ts'
import { stateFilters, type StateFilter } from '../reports/index.ts'
import classes from './rooms.module.css'
import { roomsSlice } from './rooms-slice.ts'
import { selectSources, selectView } from './selectors.ts'

const { viewChanged } = roomsSlice.actions

/** Ctrl/Cmd+F leads here. */
const SearchField = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { search } = useSelector(selectView)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      input.current?.select()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className={`${field.field} ${classes.search}`}>
      <span className={field.left}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
      </span>
      <input
        ref={input}
        id="room-search"
        className={field.input}
        data-left
        type="text"
        role="searchbox"
        aria-label={t('rooms.search')}
        placeholder={t('rooms.search')}
        value={search}
        onChange={(event) => dispatch(viewChanged({ search: event.currentTarget.value }))}
      />
      {search !== '' && (
        <span className={field.right}>
          <CloseButton
            size="sm"
            aria-label={t('rooms.clearSearch')}
            onClick={() => dispatch(viewChanged({ search: '' }))}
          />
        </span>
      )}
    </div>
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
      <SearchField />
      <StateSelect />
      <SourceSelect />
      <div className={classes.tools}>{children}</div>
    </header>
  )
}
