import { Suspense, useCallback, useState } from 'react'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import { ConnectionBanner } from '../features/connection/index.ts'
import { Details } from '../features/details/index.ts'
import { FilesView } from '../features/files/index.ts'
import { DropArea, ImportButton, ImportsView } from '../features/imports/index.ts'
import { QueueView } from '../features/queue/index.ts'
import { Preview } from '../features/preview/index.ts'
import { QuitDialog } from '../features/quit/index.ts'
import { Milestones } from '../features/reports/index.ts'
import { RoomsView, selectRoomCount } from '../features/rooms/index.ts'
import { SettingsView } from '../features/settings/index.ts'
import { WelcomeView } from '../features/welcome/index.ts'
import classes from './app.module.css'
import { navigationSlice, selectSection } from './navigation-slice.ts'
import { Overlays, type Overlay } from './Overlays.tsx'
import { usePreloading } from './use-preloading.ts'
import { Rail } from './Rail.tsx'
import { useLanguages } from './use-languages.ts'

export interface WindowProps {
  url: string
  accessToken: string
  /** Whether everything has been read; until then the frame stands, and no view says "nothing here". */
  loaded: boolean
}

/** The window once it is alive: the rail, one view, the drawer beside it. */
export const Window = ({ url, accessToken, loaded }: WindowProps) => {
  const dispatch = useAppDispatch()
  const section = useSelector(selectSection)
  const empty = useSelector(selectRoomCount) === 0
  const languages = useLanguages()
  usePreloading()
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const showLiveFeed = useCallback(() => setOverlay('live-feed'), [])
  return (
    <div className={classes.window} aria-busy={!loaded}>
      <Rail onPalette={() => setOverlay('palette')} />
      <main className={classes.main}>
        <ConnectionBanner />
        <div className={classes.stage}>
          <div className={classes.view}>
            {loaded && (
              <>
                {section === 'rooms' &&
                  (empty ? (
                    <WelcomeView onLiveFeed={showLiveFeed} />
                  ) : (
                    <RoomsView tools={<ImportButton onLiveFeed={showLiveFeed} />} />
                  ))}
                {section === 'queue' && (
                  <QueueView
                    onChooseRooms={() => dispatch(navigationSlice.actions.sectionChosen('rooms'))}
                  />
                )}
                {section === 'files' && <FilesView />}
                {section === 'imports' && <ImportsView onLiveFeed={showLiveFeed} />}
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
      <Preview />
      <QuitDialog />
      <Overlays url={url} accessToken={accessToken} overlay={overlay} show={setOverlay} />
    </div>
  )
}
