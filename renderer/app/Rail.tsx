import { IconCommand, IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import { ConnectionMark } from '../features/connection/index.ts'
import { selectReadingCount } from '../features/imports/index.ts'
import { selectPaused } from '../features/queue-control/index.ts'
import { selectBatchCounts } from '../features/reports/index.ts'
import { roomsSlice, selectRoomCount } from '../features/rooms/index.ts'
import { ServersButton } from '../features/servers/index.ts'
import { selectUnsavedCount } from '../features/settings/index.ts'
import { formatCount } from '../ui/format.ts'
import { modifier } from '../ui/modifier.ts'
import { navigationSlice, sections, selectSection, type Section } from './navigation-slice.ts'
import classes from './app.module.css'
import { sectionIcons } from './section-icons.ts'
import type { RootState } from './store.ts'

const { sectionChosen } = navigationSlice.actions

/** The number beside a section that is not open; 0 shows none. */
const useCounts = (): Record<Section, number> => ({
  rooms: useSelector(selectRoomCount),
  queue: useSelector((root: RootState) => {
    const { running, queued } = selectBatchCounts(root)
    return running + queued
  }),
  files: 0,
  groups: 0,
  schedules: 0,
  people: 0,
  search: 0,
  imports: useSelector(selectReadingCount),
  settings: 0,
})

/** The way between the views, and whether the window is live. */
export const Rail = ({ onPalette }: { onPalette: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const current = useSelector(selectSection)
  const counts = useCounts()
  const paused = useSelector(selectPaused)
  const unsaved = useSelector(selectUnsavedCount) > 0
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      <div className={classes.brand}>{t('app.name')}</div>
      <ServersButton wordClass={classes.word} countClass={classes.count} />
      {sections.map((section) => {
        const Icon = sectionIcons[section]
        return (
          <button
            key={section}
            type="button"
            aria-current={section === current ? 'page' : undefined}
            title={t(`rail.${section}`)}
            onClick={() => {
              dispatch(sectionChosen(section))
              dispatch(roomsSlice.actions.detailsClosed())
            }}
          >
            <Icon size={18} stroke={1.75} aria-hidden />
            <span className={classes.word}>{t(`rail.${section}`)}</span>
            {section === 'queue' && paused && (
              <>
                <IconPlayerPause size={14} stroke={1.75} aria-hidden className={classes.paused} />
                <span className="visually-hidden">, {t('queueControl.paused')}</span>
              </>
            )}
            {section === 'settings' && unsaved && (
              <span className={classes.unsaved} title={t('rail.unsaved')}>
                <span className="visually-hidden">{t('rail.unsaved')}</span>
              </span>
            )}
            {counts[section] > 0 && (
              <span className={classes.count}>{formatCount(counts[section])}</span>
            )}
          </button>
        )
      })}
      <button
        type="button"
        className={classes.commands}
        title={t('palette.title')}
        onClick={onPalette}
      >
        <IconCommand size={18} stroke={1.75} aria-hidden />
        <span className={classes.word}>{t('palette.title')}</span>
        <kbd>{modifier(t)} K</kbd>
      </button>
      <div className={classes.railFoot}>
        <ConnectionMark />
      </div>
    </nav>
  )
}
