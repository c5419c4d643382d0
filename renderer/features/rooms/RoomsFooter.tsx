import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { isTerminal } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount } from '../../ui/format.ts'
import { modifier } from '../../ui/modifier.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import {
  cancelReports,
  ConfirmCancel,
  EstimateNote,
  leastForOverview,
  OverviewButton,
  retryReports,
  selectRoomReport,
  selectTransitions,
  type ReportsRoot,
} from '../reports/index.ts'
import grid from '../../ui/grid.module.css'
import classes from './rooms.module.css'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import {
  selectRoomCount,
  selectRoomsLoaded,
  selectSelectedCount,
  selectSelectedOids,
} from './selectors.ts'

/** What of these rooms could be cancelled or retried; looked at again when a report turns. */
const useReportsOf = (oids: readonly string[]) => {
  const store = useStore<RoomsRoot & ReportsRoot>()
  useSelector(selectTransitions)
  const root = store.getState()
  const open: string[] = []
  const failed: string[] = []
  for (const oid of oids) {
    const entry = selectRoomReport(root, oid)
    if (!entry) continue
    if (!isTerminal(entry.state)) open.push(entry.reportOid)
    else if (entry.state !== 'finished' && entry.error?.retryable !== false) {
      failed.push(entry.reportOid)
    }
  }
  return { open, failed }
}

const none: readonly string[] = []

/**
 * How many rooms there are, and what can be done with the selected ones, or with those that search and
 * filters have left. Always the same height.
 */
export const RoomsFooter = ({ visible }: { visible: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const count = useSelector(selectRoomCount)
  // The first rooms are shown before the others are read, and then nothing hides any.
  const shown = useSelector(selectRoomsLoaded) ? visible.length : count
  const isNarrowed = shown > 0 && shown < count
  const selected = useSelector(selectSelectedCount)
  const selectedOids = useSelector(selectSelectedOids)
  const { open, failed } = useReportsOf(selected > 0 ? selectedOids : isNarrowed ? visible : none)
  const [confirming, setConfirming] = useState(false)
  return (
    <footer className={grid.footer}>
      {selected > 0 ? (
        <>
          <strong>{t('rooms.selected', { count: selected })}</strong>
          <RowButton onClick={() => dispatch(roomsSlice.actions.roomsSelected([]))}>
            {t('rooms.clearSelection')}
          </RowButton>
          {selected >= leastForOverview && <OverviewButton roomOids={selectedOids} />}
          {selected > 1 && (
            <RowButton onClick={() => dispatch(roomsSlice.actions.mergeAsked([...selectedOids]))}>
              {t('rooms.mergeSelected')}
            </RowButton>
          )}
          <RowButton onClick={() => dispatch(roomsSlice.actions.groupAsked([...selectedOids]))}>
            {t('groups.add.selected')}
          </RowButton>
          <RowButton onClick={() => dispatch(roomsSlice.actions.deleteAsked([...selectedOids]))}>
            {t('rooms.deleteSelected')}
          </RowButton>
          <EstimateNote roomOids={selectedOids} />
        </>
      ) : (
        <>
          <span>
            {shown === count
              ? t('rooms.shown', { count })
              : t('rooms.shownOf', { shown: formatCount(shown), count })}
          </span>
          {isNarrowed && (
            <RowButton onClick={() => dispatch(roomsSlice.actions.roomsSelected(visible))}>
              {t('rooms.selectShown', { count: shown })}
            </RowButton>
          )}
        </>
      )}
      {open.length > 0 && (
        <RowButton onClick={() => setConfirming(true)}>
          {t('batch.cancelSelected', { count: open.length })}
        </RowButton>
      )}
      {failed.length > 0 && (
        <RowButton onClick={() => dispatch(retryReports(failed))}>
          {t('batch.retrySelected', { count: failed.length })}
        </RowButton>
      )}
      <span className={classes.hint}>
        {t(selected > 0 ? 'rooms.hintSelected' : 'rooms.hint', { mod: modifier(t) })}
      </span>
      <ConfirmCancel
        count={confirming ? open.length : 0}
        onClose={() => setConfirming(false)}
        onConfirm={() => void dispatch(cancelReports(open))}
      />
    </footer>
  )
}
