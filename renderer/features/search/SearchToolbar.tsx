import { Select, TextInput } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { SearchField } from '../../ui/SearchField.tsx'
import { PeriodField, type PeriodKind } from '../reports/index.ts'
import { placeText, selectRoomCount, type RoomsRoot } from '../rooms/index.ts'
import { searchSlice, type SearchRoot } from './search-slice.ts'
import page from '../../ui/page.module.css'
import classes from './search.module.css'

const { questionChanged } = searchSlice.actions

const periods: readonly PeriodKind[] = ['all', 'day', 'week', 'month', 'custom']
/** Rooms in the open list; typing finds the others. */
const roomsListed = 50
/** A longer name fills the list and tells nothing more. */
const nameLength = 80

const RoomSelect = () => {
  const { t, i18n } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const value = useSelector(({ search }: SearchRoot) => search.question.roomOid)
  const count = useSelector(selectRoomCount)
  const data = useMemo(
    () => {
      const root = store.getState()
      const all = root.rooms.ids.map((roomOid) => {
        const name = oneLine(root.rooms.entities[roomOid]?.name ?? '').trim() || t('rooms.unnamed')
        const place = placeText(t, root, roomOid)
        const label = shorten(name, nameLength)
        return { value: roomOid, label: place === '' ? label : `${label} · ${place}` }
      })
      const { compare } = new Intl.Collator(i18n.language, { numeric: true })
      return all.sort((a, b) => compare(a.label, b.label))
    },
    // Read from the store when rooms come or go, not with each of their messages.
    // oxlint-disable-next-line react/exhaustive-deps
    [store, t, i18n.language, count],
  )
  return (
    <Select
      size="sm"
      className={classes.room ?? ''}
      aria-label={t('search.room')}
      placeholder={t('search.anyRoom')}
      data={data}
      value={value}
      limit={roomsListed}
      searchable
      clearable
      nothingFoundMessage={t('rooms.noMatch')}
      comboboxProps={{ keepMounted: false, transitionProps: { duration: 120 } }}
      onChange={(roomOid) => dispatch(questionChanged({ roomOid }))}
    />
  )
}

/** What is looked for, and where: words, room, person, time. */
export const SearchToolbar = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { text, author, period } = useSelector(({ search }: SearchRoot) => search.question)
  const wanted = useSelector(({ search }: SearchRoot) => search.fieldWanted)
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => {
    field.current?.querySelector('input')?.select()
    // Whenever somebody wants to type, and when the view opens.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [wanted])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return
    const row = document.querySelector<HTMLElement>('[data-hits] [role="row"][tabindex="0"]')
    if (row === null) return
    event.preventDefault()
    row.focus()
  }
  return (
    <header className={page.bar}>
      <h1>{t('search.title')}</h1>
      <div ref={field} className={classes.field} onKeyDown={onKeyDown}>
        <SearchField
          label={t('search.field')}
          value={text}
          onChange={(value) => dispatch(questionChanged({ text: value }))}
        />
      </div>
      <div className={classes.filters}>
        <RoomSelect />
        <TextInput
          size="sm"
          className={classes.person ?? ''}
          aria-label={t('search.person')}
          placeholder={t('search.anybody')}
          leftSection={<IconUser size={16} stroke={1.75} aria-hidden />}
          value={author}
          onChange={({ currentTarget: { value } }) => dispatch(questionChanged({ author: value }))}
        />
        <PeriodField
          period={period}
          kinds={periods}
          onChange={(changed) => dispatch(questionChanged({ period: changed }))}
        />
      </div>
    </header>
  )
}
