import {
  IconPin,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTable,
  IconX,
} from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import type { Command } from '../features/palette/index.ts'
import { changeQueue, selectPaused } from '../features/queue-control/index.ts'
import {
  retryReports,
  selectBatchCounts,
  selectFailedOids,
  leastForOverview,
  useGenerate,
} from '../features/reports/index.ts'
import {
  roomsSlice,
  selectSelectedCount,
  selectSelectedOids,
  selectView,
} from '../features/rooms/index.ts'
import { modifier } from '../ui/modifier.ts'
import type { RootState } from './store.ts'

/** What can be done with the reports now; what cannot be done is not offered. */
export const useReportCommands = (onCancelAll: () => void): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RootState>()
  const generate = useGenerate()
  const overview = useGenerate(true)
  const selected = useSelector(selectSelectedCount)
  const paused = useSelector(selectPaused)
  const { runningFirst } = useSelector(selectView)
  // Counts, not lists: the palette must not be made anew with every status.
  const open = useSelector((root: RootState) => {
    const { running, queued } = selectBatchCounts(root)
    return running + queued
  })
  const failed = useSelector((root: RootState) => selectFailedOids(root).length)
  return useMemo(() => {
    const all: (Command | false)[] = [
      selected > 0 && {
        id: 'generate',
        icon: IconPlayerPlay,
        title: t('report.generate', { count: selected }),
        keys: `${modifier(t)} ${t('help.keys.enter')}`,
        run: () => generate(selectSelectedOids(store.getState())),
      },
      selected >= leastForOverview && {
        id: 'overview',
        icon: IconTable,
        title: t('report.overviewCommand', { count: selected }),
        run: () => overview(selectSelectedOids(store.getState())),
      },
      failed > 0 && {
        id: 'retry-failed',
        icon: IconRefresh,
        title: t('batch.retryFailed', { count: failed }),
        run: () => void dispatch(retryReports(selectFailedOids(store.getState()))),
      },
      open > 0 && {
        id: 'cancel-all',
        icon: IconX,
        title: t('palette.cancelAll'),
        run: onCancelAll,
      },
      {
        id: 'pause',
        icon: paused ? IconPlayerPlay : IconPlayerPause,
        title: t(paused ? 'queueControl.resumeCommand' : 'queueControl.pauseCommand'),
        run: () => void dispatch(changeQueue({ paused: !paused })),
      },
      {
        id: 'running-first',
        icon: IconPin,
        title: t(runningFirst ? 'palette.runningFirstOff' : 'palette.runningFirstOn'),
        run: () => void dispatch(roomsSlice.actions.viewChanged({ runningFirst: !runningFirst })),
      },
    ]
    return all.filter((command) => command !== false)
  }, [
    t,
    dispatch,
    store,
    generate,
    overview,
    selected,
    paused,
    runningFirst,
    open,
    failed,
    onCancelAll,
  ])
}
