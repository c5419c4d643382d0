import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { personFilters, type PersonFilter } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Name } from '../../ui/Name.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { selectRoomName, type RoomsRoot } from '../rooms/index.ts'
import { loadPeople, loadSuggestions, reread } from './commands.ts'
import classes from './people.module.css'
import { PeopleFooter } from './PeopleFooter.tsx'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'
import { PeopleQuestions } from './PeopleQuestions.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { Suggestions } from './Suggestions.tsx'

const { viewChanged } = peopleSlice.actions

/** Milliseconds after a letter was typed, and after others have written, until the list is read again. */
const typingMs = 150
const newsMs = 1_500

/**
 * Reads the people whenever the view shows others, and a moment after others may have written. Apart from the
 * view, which need not be drawn again with every message.
 */
const Reading = (): null => {
  const dispatch = useAppDispatch()
  const view = useSelector(({ people }: PeopleRoot) => people.view)
  const news = useSelector(({ people }: PeopleRoot) => people.news)
  const { search, roomOid } = view
  const searched = useRef(search)
  useEffect(() => {
    const wait = searched.current === search ? 0 : typingMs
    searched.current = search
    let reading: { abort: () => void } | undefined
    const timer = setTimeout(() => (reading = dispatch(loadPeople(view))), wait)
    return () => {
      clearTimeout(timer)
      reading?.abort()
    }
  }, [dispatch, search, view])
  useEffect(() => void dispatch(loadSuggestions(roomOid)), [dispatch, roomOid])

  const pending = useRef<ReturnType<typeof setTimeout> | null>(null)
  const seen = useRef(news)
  useEffect(() => {
    if (news === seen.current || pending.current !== null) return
    seen.current = news
    pending.current = setTimeout(() => {
      pending.current = null
      void dispatch(reread())
    }, newsMs)
  }, [dispatch, news])
  useEffect(() => () => clearTimeout(pending.current ?? undefined), [])
  return null
}

const RoomScope = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const name = useSelector((root: RoomsRoot) => selectRoomName(root, roomOid))
  return (
    <button
      type="button"
      className={classes.scope}
      title={t('people.allRooms')}
      onClick={() => dispatch(viewChanged({ roomOid: null }))}
    >
      <Name fallback={t('rooms.unnamed')}>{name}</Name>
      <span className="visually-hidden">: {t('people.allRooms')}</span>
      <IconX size={14} stroke={1.75} aria-hidden />
    </button>
  )
}

const Toolbar = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { search, only } = useSelector(({ people }: PeopleRoot) => people.view)
  return (
    <>
      <SearchField
        className={classes.search}
        label={t('people.search')}
        value={search}
        onChange={(value) => dispatch(viewChanged({ search: value }))}
      />
      <Choice
        label={t('people.filter')}
        placeholder={t('people.all')}
        width={170}
        data={personFilters.map((value) => ({ value, label: t(`people.filters.${value}`) }))}
        value={only}
        onChange={(chosen) => dispatch(viewChanged({ only: chosen as PersonFilter | null }))}
      />
    </>
  )
}

/** In place of the list: it cannot be read, nobody fits, or nobody has written. */
const NoPeople = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const state = useSelector(({ people }: PeopleRoot) => people.state)
  const view = useSelector(({ people }: PeopleRoot) => people.view)
  if (state === 'failed') {
    return (
      <Empty title={t('people.failed')} text={t('people.failedText')}>
        <Button size="sm" variant="default" onClick={() => void dispatch(reread())}>
          {t('app.tryAgain')}
        </Button>
      </Empty>
    )
  }
  if (state !== 'read') return <Empty title={t('people.reading')} text={t('people.readingText')} />
  if (view.search.trim() === '' && view.only === null) {
    return <Empty title={t('people.empty')} text={t('people.emptyText')} />
  }
  return (
    <Empty title={t('people.noMatch')} text={t('people.noMatchText')}>
      <Button
        size="sm"
        variant="default"
        onClick={() => dispatch(viewChanged({ search: '', only: null }))}
      >
        {t('people.showAll')}
      </Button>
    </Empty>
  )
}

/** Who writes in the rooms: authors that are one person, names, roles and programs. */
export const PeopleView = () => {
  const { t } = useTranslation()
  const people = useSelector((root: PeopleRoot) => root.people.people)
  const state = useSelector((root: PeopleRoot) => root.people.state)
  const view = useSelector((root: PeopleRoot) => root.people.view)
  const isShown = people.length > 0 && state !== 'failed'
  const isSearched = view.search !== '' || view.only !== null
  return (
    <Page
      title={t('people.title')}
      beside={view.roomOid === null ? null : <RoomScope roomOid={view.roomOid} />}
      tools={(isShown || isSearched) && <Toolbar />}
    >
      <Reading />
      {isShown && !isSearched && <Suggestions />}
      {isShown ? <PeopleTable people={people} /> : <NoPeople />}
      {isShown && <PeopleFooter />}
      <PersonMenu />
      <PeopleQuestions />
    </Page>
  )
}
