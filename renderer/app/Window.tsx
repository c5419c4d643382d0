import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useSelector } from 'react-redux'
import { isInBrowser } from '../api/desktop.ts'
import { useAppDispatch } from '../api/services.ts'
import { isElsewhere } from '../api/shown-server.ts'
import { LimitPart, loadAccess } from '../features/access/index.ts'
import { ConnectionBanner, selectConnection } from '../features/connection/index.ts'
import { ConnectionsPart } from '../features/connections/index.ts'
import { Details } from '../features/details/index.ts'
import { FilesView } from '../features/files/index.ts'
import {
  AddToGroup,
  RoomFilter,
  groupsSlice,
  selectGroup,
  selectShownRooms,
} from '../features/groups/index.ts'
import { HealthBanner } from '../features/health/index.ts'
import { DropArea, ImportButton, ImportsView } from '../features/imports/index.ts'
import { QueueView } from '../features/queue/index.ts'
import { peopleSlice, PeopleView } from '../features/people/index.ts'
import { Preview } from '../features/preview/index.ts'
import { QuitDialog } from '../features/quit/index.ts'
import { MailQuestion, Milestones, selectReportsLoaded } from '../features/reports/index.ts'
import {
  DeleteRooms,
  MergeRooms,
  RenameRoom,
  roomsSlice,
  RoomsView,
  selectRoomCount,
  selectRoomsShown,
  selectView,
} from '../features/rooms/index.ts'
import { SchedulesView } from '../features/schedules/index.ts'
import { SearchView } from '../features/search/index.ts'
import { loadServers, ServersPart } from '../features/servers/index.ts'
import { SettingsView } from '../features/settings/index.ts'
import { UpdateLine } from '../features/updates/index.ts'
import { WelcomeView } from '../features/welcome/index.ts'
import { useSettled } from '../starting/settled.ts'
import classes from './app.module.css'
import { GroupsPage } from './groups-page.ts'
import { navigationSlice, selectSection } from './navigation-slice.ts'
import { Overlays, type Overlay } from './Overlays.tsx'
import { usePreloading } from './use-preloading.ts'
import { Rail } from './Rail.tsx'
import type { RootState } from './store.ts'
import { useLanguages } from './use-languages.ts'

/** The same at every drawing, so that the rooms are not drawn again. */
const roomFilter = <RoomFilter />

export interface WindowProps {
  /** Where the server is, once it has started. */
  connection: Promise<ServerConnection>
  /**
   * Whether the place of the rooms is drawn before they are read. Default: no. null draws it unseen: a
   * window that opens for the first time leaves its code compiled, and it is mostly needed the next time.
   */
  hasRooms?: boolean | null
}

/** The window once it has something to show: the rail, one view, the drawer beside it. */
export const Window = ({ connection, hasRooms = false }: WindowProps) => {
  const dispatch = useAppDispatch()
  const section = useSelector(selectSection)
  const empty = useSelector(selectRoomCount) === 0
  // Until something has been read, its view does not say "nothing here".
  const shown = useSelector(selectRoomsShown)
  const reportsLoaded = useSelector(selectReportsLoaded)
  const languages = useLanguages()
  usePreloading()
  const settled = useSettled()
  useEffect(() => {
    // Nobody waits for it, and most have none.
    if (settled && !isInBrowser()) void dispatch(loadServers())
  }, [dispatch, settled])
  const isOpen = useSelector(selectConnection) === 'open'
  useEffect(() => {
    // The server inside the app lets nobody in but its owner. A stream ends when it is changed who may see what.
    if (settled && isOpen && isElsewhere()) void dispatch(loadAccess())
  }, [dispatch, settled, isOpen])
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const showLiveFeed = useCallback(() => setOverlay('live-feed'), [])
  const showRooms = useCallback(
    (search: string) => {
      dispatch(roomsSlice.actions.viewChanged({ search, state: null, source: null, group: null }))
      dispatch(navigationSlice.actions.sectionChosen('rooms'))
    },
    [dispatch],
  )
  const showPeople = useCallback(
    (roomOid: string) => {
      dispatch(peopleSlice.actions.viewChanged({ roomOid, search: '', only: null }))
      dispatch(navigationSlice.actions.sectionChosen('people'))
      dispatch(roomsSlice.actions.detailsClosed())
    },
    [dispatch],
  )
  const showGroup = useCallback(
    (groupOid: string | null) => {
      dispatch(groupsSlice.actions.groupPicked({ oid: groupOid, how: 'open' }))
      dispatch(navigationSlice.actions.sectionChosen('groups'))
    },
    [dispatch],
  )
  // The rooms of a group that was deleted meanwhile are no choice any more.
  const members = useSelector((root: RootState) => {
    const { group } = selectView(root)
    return selectShownRooms(root, selectGroup(root, group) === undefined ? null : group)
  })
  const tools = useMemo(() => <ImportButton onLiveFeed={showLiveFeed} />, [showLiveFeed])
  return (
    <div className={classes.window} aria-busy={!shown}>
      <Rail onPalette={() => setOverlay('palette')} />
      <main className={classes.main}>
        <ConnectionBanner />
        <HealthBanner />
        <UpdateLine />
        <div className={classes.stage}>
          <div
            className={classes.view}
            data-view
            data-unseen={(!shown && hasRooms === null) || undefined}
          >
            {section === 'rooms' && (shown ? !empty : hasRooms !== false) && (
              <RoomsView
                tools={tools}
                filter={roomFilter}
                members={members}
                onPeople={showPeople}
              />
            )}
            {shown && (
              <>
                {section === 'rooms' && empty && (
                  <WelcomeView
                    onLiveFeed={showLiveFeed}
                    onSettings={() => dispatch(navigationSlice.actions.sectionChosen('settings'))}
                  />
                )}
                {section === 'queue' && reportsLoaded && (
                  <QueueView
                    onChooseRooms={() => dispatch(navigationSlice.actions.sectionChosen('rooms'))}
                  />
                )}
                {section === 'files' && reportsLoaded && <FilesView />}
                {section === 'groups' && (
                  <Suspense fallback={null}>
                    <GroupsPage />
                  </Suspense>
                )}
                {section === 'schedules' && (
                  <Suspense fallback={null}>
                    <SchedulesView onGroup={showGroup} />
                  </Suspense>
                )}
                {section === 'search' && (
                  <Suspense fallback={null}>
                    <SearchView />
                  </Suspense>
                )}
                {section === 'imports' && (
                  <ImportsView
                    connections={<ConnectionsPart />}
                    onLiveFeed={showLiveFeed}
                    onShowRooms={showRooms}
                  />
                )}
                {section === 'people' && (
                  <Suspense fallback={null}>
                    <PeopleView />
                  </Suspense>
                )}
                {section === 'settings' && (
                  <Suspense fallback={null}>
                    <SettingsView languages={languages} />
                  </Suspense>
                )}
              </>
            )}
          </div>
          <Details />
        </div>
      </main>
      <DropArea />
      <Milestones />
      <RenameRoom />
      <DeleteRooms />
      <MergeRooms />
      <AddToGroup />
      <LimitPart />
      <MailQuestion />
      <Preview />
      <ServersPart />
      <QuitDialog />
      <Overlays connection={connection} overlay={overlay} show={setOverlay} />
    </div>
  )
}
