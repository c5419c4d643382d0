import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Provider, useSelector } from 'react-redux'
import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { shownServer } from '../api/shown-server.ts'
import { selectConnection } from '../features/connection/index.ts'
import { selectRoomsShown } from '../features/rooms/index.ts'
import { chooseServer } from '../features/servers/index.ts'
import { sayFailure, toldOf } from '../ui/sentences.ts'
import { drawn, idle } from '../starting/rest.ts'
import { settle } from '../starting/settled.ts'
import { Notice } from './Notice.tsx'
import type { Started } from './start.ts'
import { Window } from './Window.tsx'

/** Read by tests and by people who look at the page: `data-app-state` of the root element. */
export type AppState = 'starting' | 'ready' | 'failed' | 'unavailable'

const announce = (state: AppState): void => {
  document.querySelector('#root')?.setAttribute('data-app-state', state)
}

/** Ready once rooms are shown and the stream has been open; a later interruption changes nothing. */
const Ready = () => {
  const shown = useSelector(selectRoomsShown)
  const open = useSelector(selectConnection) === 'open'
  useEffect(() => {
    if (shown && open) announce('ready')
  }, [shown, open])
  return null
}

/** Milliseconds after which a window counts as at rest whose server is slow to answer. */
const latestSettledMs = 2_000

const messageOf = (error: unknown): string =>
  error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error)

const Living = ({ started, onRetry }: { started: Started; onRetry: () => void }) => {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<{ message: string; told: string } | null>(null)

  useEffect(() => {
    let over = false
    const timer = setTimeout(settle, latestSettledMs)
    started
      .load(drawn)
      .then(idle)
      .then(settle)
      .catch((error: unknown) => {
        if (over) return
        setFailure({ message: messageOf(error), told: sayFailure(t, toldOf(error as object)) })
        announce('failed')
      })
    return () => {
      over = true
      clearTimeout(timer)
      started.stop()
    }
  }, [started, t])

  if (failure !== null && shownServer() !== thisComputer) {
    const leave = () => void started.store.dispatch(chooseServer(thisComputer))
    return (
      <Notice
        title={t('servers.notShown')}
        text={failure.told || failure.message}
        onRetry={onRetry}
        other={{ words: t('servers.toThisComputer'), act: leave }}
      />
    )
  }
  if (failure !== null) {
    return (
      <Notice
        title={t('app.failed')}
        text={t('app.failedText')}
        details={failure.message}
        onRetry={onRetry}
      />
    )
  }
  return (
    <Provider store={started.store}>
      <Ready />
      <Window connection={started.connection} hasRooms={started.hadRooms} />
    </Provider>
  )
}

export interface AppProps {
  /** Starts once more; null in a page without a host. */
  restart: (() => Started) | null
  /** What has been started before there was anything to draw. */
  first: Started | null
}

export const App = ({ restart, first }: AppProps) => {
  const { t } = useTranslation()
  const [started, setStarted] = useState(first)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!started) announce('unavailable')
  }, [started])
  if (!started || !restart) {
    return <Notice title={t('app.needsApp')} text={t('app.needsAppText')} />
  }
  const again = () => {
    // Now and not when the new window is drawn: that one shows its rooms at once, and would be
    // announced as ready before it was announced as starting.
    announce('starting')
    setStarted(restart())
    setAttempt((last) => last + 1)
  }
  return <Living key={attempt} started={started} onRetry={again} />
}
