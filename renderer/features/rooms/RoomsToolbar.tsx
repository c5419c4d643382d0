import { CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { stateFilters, type StateFilter } from '../reports/index.ts'
import classes from './rooms.module.css'
import { roomsSlice } from './rooms-slice.ts'
import { selectSources, selectView } from './selectors.ts'

const { viewChanged } = roomsSlice.actions

/** Made when it is opened: two hidden lists would be in the way of the window's start. */
const dropdown = { keepMounted: false, transitionProps: { duration: 120 } }

/** Ctrl/Cmd+F leads here. */
const SearchField = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { search } = useSelector(selectView)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      field.current?.select()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <TextInput
      ref={field}
      id="room-search"
      className={classes.search}
      size="sm"
      type="text"
      role="searchbox"
      aria-label={t('rooms.search')}
      placeholder={t('rooms.search')}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      rightSection={
        search === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={t('rooms.clearSearch')}
            onClick={() => dispatch(viewChanged({ search: '' }))}
          />
        )
      }
      value={search}
      onChange={(event) => dispatch(viewChanged({ search: event.currentTarget.value }))}
    />
  )
}

const StateSelect = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { state } = useSelector(selectView)
  return (
    <Select
      size="sm"
      w={148}
      aria-label={t('rooms.stateFilter')}
      placeholder={t('rooms.anyState')}
      data={stateFilters.map((value) => ({ value, label: t(`rooms.filters.${value}`) }))}
      value={state}
      onChange={(chosen) => dispatch(viewChanged({ state: chosen as StateFilter | null }))}
      clearable
      comboboxProps={dropdown}
    />
  )
}

const SourceSelect = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { source } = useSelector(selectView)
  const sources = useSelector(selectSources)
  return (
    <Select
      size="sm"
      w={148}
      aria-label={t('rooms.sourceFilter')}
      placeholder={t('rooms.anySource')}
      data={sources.map((value) => ({ value, label: shorten(oneLine(value), 40) }))}
      value={source}
      onChange={(chosen) => dispatch(viewChanged({ source: chosen }))}
      clearable
      comboboxProps={dropdown}
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
