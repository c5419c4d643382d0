import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Provider, useSelector } from 'react-redux'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { selectConnection } from '../features/connection/index.ts'
import { selectRoomsLoaded } from '../features/rooms/index.ts'
import { Notice } from './Notice.tsx'
import { start, type Started } from './start.ts'
import { Frame } from './Frame.tsx'
import { Window } from './Window.tsx'

/** Read by tests and by people who look at the page: `data-app-state` of the root element. */
export type AppState = 'starting' | 'ready' | 'failed' | 'unavailable'

const announce = (state: AppState): void => {
  document.querySelector('#root')?.setAttribute('data-app-state', state)
}

/** Ready once the rooms are there and the stream has been open; a later interruption changes nothing. */
const Ready = () => {
  const loaded = useSelector(selectRoomsLoaded)
  const open = useSelector(selectConnection) === 'open'
  useEffect(() => {
    if (loaded && open) announce('ready')
  }, [loaded, open])
  return null
}

const messageOf = (error: unknown): string =>
  error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error)

const Living = ({ desktop, onRetry }: { desktop: DesktopApi; onRetry: () => void }) => {
  const { t } = useTranslation()
  const [started, setStarted] = useState<Started | null>(null)
  const [loaded, setLoaded] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => {
    announce('starting')
    let over = false
    let running: Started | null = null
    const run = async () => {
      running = await start(desktop, localStorage)
      if (over) {
        running.stop()
        return
      }
      setStarted(running)
      await running.load()
      if (!over) setLoaded(true)
    }
    run().catch((error: unknown) => {
      if (over) return
      setFailure(messageOf(error))
      announce('failed')
    })
    return () => {
      over = true
      running?.stop()
    }
  }, [desktop])

  if (failure !== null) {
    return (
      <Notice
        title={t('app.failed')}
        text={t('app.failedText')}
        details={failure}
        onRetry={onRetry}
      />
    )
  }
  if (!started) return <Frame />
  return (
    <Provider store={started.store}>
      {loaded && <Ready />}
      <Window url={started.url} accessToken={started.accessToken} loaded={loaded} />
    </Provider>
  )
}

export const App = ({ desktop }: { desktop: DesktopApi | null }) => {
  const { t } = useTranslation()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!desktop) announce('unavailable')
  }, [desktop])
  if (!desktop) return <Notice title={t('app.needsApp')} text={t('app.needsAppText')} />
  return <Living key={attempt} desktop={desktop} onRetry={() => setAttempt((last) => last + 1)} />
}
