import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import { Suspense, use, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import { isElsewhere } from '../api/shown-server.ts'
import { KeyboardHelp, Palette } from '../features/palette/index.ts'
import { cancelReports, ConfirmCancel, selectOpenOids } from '../features/reports/index.ts'
import { LiveFeedDialog } from '../features/welcome/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { searchSlice } from '../features/search/index.ts'
import { selectServers } from '../features/servers/index.ts'
import { isTyping } from '../ui/is-typing.ts'
import { useFocusReturn } from '../ui/use-focus-return.ts'
import { navigationSlice, type Section } from './navigation-slice.ts'
import type { AppStore } from './store.ts'
import { undo } from './undo.ts'
import { useCommands, type CommandOptions } from './use-commands.ts'

const useAppStore = useStore.withTypes<AppStore>()

export type Overlay = 'palette' | 'help' | 'live-feed' | 'cancel-all'

/**
 * Ctrl/Cmd+K opens the palette from everywhere, Ctrl/Cmd+Shift+F the search, Ctrl/Cmd+comma the settings,
 * `?` the help where nothing is being typed.
 */
const useOverlayKeys = (overlay: Overlay | null, show: (overlay: Overlay | null) => void) => {
  const dispatch = useAppDispatch()
  const store = useAppStore()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey
      if (modified && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        if (overlay === null) show('palette')
        else if (overlay === 'palette') show(null)
      } else if (
        modified &&
        event.shiftKey &&
        event.key.toLowerCase() === 'f' &&
        overlay === null
      ) {
        event.preventDefault()
        dispatch(navigationSlice.actions.sectionChosen('search'))
        dispatch(searchSlice.actions.fieldWanted())
      } else if (modified && event.key === ',' && overlay === null) {
        event.preventDefault()
        dispatch(navigationSlice.actions.sectionChosen('settings'))
        dispatch(roomsSlice.actions.detailsClosed())
      } else if (modified && event.key.toLowerCase() === 'z' && !isTyping(event.target)) {
        if (undo(store)) event.preventDefault()
      } else if (event.key === '?' && !modified && overlay === null && !isTyping(event.target)) {
        event.preventDefault()
        show('help')
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [dispatch, store, overlay, show])
}

/**
 * What is typed while an overlay is still being loaded is not meant for the row that had the focus: its keys would act
 * on the room. Escape then means that it is not wanted any more.
 */
const useHeldKeys = (overlay: Overlay | null, show: (overlay: Overlay | null) => void) => {
  useLayoutEffect(() => {
    if (overlay === null) return undefined
    const hold = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (document.querySelector('[role="dialog"]') !== null) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') show(null)
    }
    window.addEventListener('keydown', hold, true)
    return () => window.removeEventListener('keydown', hold, true)
  }, [overlay, show])
}

/**
 * Overlays may follow each other, so only the first one looks where the focus was.
 *
 * @returns names a room whose row, if it is on screen, gets the focus instead
 */
const useRowFocus = (open: boolean): ((roomOid: string) => void) => {
  const room = useRef<string | null>(null)
  const rowOfRoom = useCallback(() => {
    const oid = room.current
    room.current = null
    return oid === null ? null : document.querySelector(`[data-room-oid="${oid}"]`)
  }, [])
  useFocusReturn(open, rowOfRoom)
  return useCallback((roomOid) => {
    room.current = roomOid
  }, [])
}

const Commands = ({
  onClose,
  onRoom,
  ...options
}: CommandOptions & { onClose: () => void; onRoom: (roomOid: string) => void }) => {
  const dispatch = useAppDispatch()
  const commands = useCommands(options)
  const onView = useCallback(
    (view: Section) => {
      dispatch(navigationSlice.actions.sectionChosen(view))
      dispatch(roomsSlice.actions.detailsClosed())
    },
    [dispatch],
  )
  const onSearch = useCallback(
    (text: string) => {
      dispatch(searchSlice.actions.searched(text))
      onView('search')
    },
    [dispatch, onView],
  )
  return <Palette {...{ commands, onRoom, onSearch, onView, onClose }} />
}

const CancelAll = ({ onClose }: { onClose: () => void }) => {
  const dispatch = useAppDispatch()
  const open = useSelector(selectOpenOids)
  // All reports may end while the question is open.
  const over = open.length === 0
  useEffect(() => {
    if (over) onClose()
  }, [over, onClose])
  return (
    <ConfirmCancel
      count={open.length}
      onClose={onClose}
      onConfirm={() => void dispatch(cancelReports(open))}
    />
  )
}

const LiveFeed = ({
  connection,
  onClose,
}: {
  connection: Promise<ServerConnection>
  onClose: () => void
}) => {
  const { url, accessToken } = use(connection)
  const { servers, current } = useSelector(selectServers)
  const team = servers.find(({ serverOid }) => serverOid === current)
  return (
    <LiveFeedDialog
      onClose={onClose}
      url={team?.url ?? url}
      // What lets this window in at a server elsewhere is no token that a program could use.
      accessToken={isElsewhere() ? null : accessToken}
    />
  )
}

export interface OverlaysProps {
  connection: Promise<ServerConnection>
  overlay: Overlay | null
  show: (overlay: Overlay | null) => void
}

/** Dialogs above the window, one at a time. */
export const Overlays = ({ connection, overlay, show }: OverlaysProps) => {
  const onRoom = useRowFocus(overlay !== null)
  useOverlayKeys(overlay, show)
  useHeldKeys(overlay, show)
  const close = useCallback(() => show(null), [show])
  const onLiveFeed = useCallback(() => show('live-feed'), [show])
  const onHelp = useCallback(() => show('help'), [show])
  const onCancelAll = useCallback(() => show('cancel-all'), [show])
  switch (overlay) {
    case 'palette':
      return <Commands {...{ onLiveFeed, onHelp, onCancelAll, onRoom }} onClose={close} />
    case 'help':
      return <KeyboardHelp onClose={close} />
    case 'live-feed':
      return (
        <Suspense fallback={null}>
          <LiveFeed connection={connection} onClose={close} />
        </Suspense>
      )
    case 'cancel-all':
      return <CancelAll onClose={close} />
    case null:
      return null
  }
}
