import { Button } from '@mantine/core'
import { memo, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatCount } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { ConcurrencyStepper, PauseButton } from '../queue-control/index.ts'
import {
  BatchHeader,
  OverviewLink,
  ReportActions,
  ReportCell,
  selectBatchEntries,
  selectNextOids,
  selectReport,
  selectTransitions,
  type ReportsRoot,
} from '../reports/index.ts'
import { RoomName, roomsSlice, type RoomsRoot } from '../rooms/index.ts'
import classes from './queue.module.css'
import { groupReports, queueSections, type QueueSection } from './sections.ts'

const { roomOpened } = roomsSlice.actions

const QueueRow = memo(({ reportOid }: { reportOid: string }) => {
  const dispatch = useAppDispatch()
  const roomOid = useSelector((root: ReportsRoot) => selectReport(root, reportOid)?.roomOid ?? '')
  const state = useSelector((root: ReportsRoot) => selectReport(root, reportOid)?.state)
  const isOverview = useSelector(
    (root: ReportsRoot) => selectReport(root, reportOid)?.kind === 'overview',
  )
  return (
    <div className={classes.row} data-report-oid={reportOid} data-report-state={state}>
      {isOverview ? (
        <span>
          <OverviewLink reportOid={reportOid} />
        </span>
      ) : (
        <button
          type="button"
          className={classes.name}
          onClick={() => dispatch(roomOpened(roomOid))}
        >
          <RoomName roomOid={roomOid} />
        </button>
      )}
      <ReportCell reportOid={reportOid} />
      <ReportActions reportOid={reportOid} tabbable />
    </div>
  )
})
QueueRow.displayName = 'QueueRow'

const isSection = (key: string): key is QueueSection =>
  (queueSections as readonly string[]).includes(key)

/** The batch by what its reports wait for. */
export const QueueView = ({ onChooseRooms }: { onChooseRooms: () => void }) => {
  const { t } = useTranslation()
  const store = useStore<ReportsRoot & RoomsRoot>()
  const transitions = useSelector(selectTransitions)
  const batch = useSelector((root: ReportsRoot) => root.reports.batch)
  const next = useSelector(selectNextOids)
  const groups = useMemo(
    () => groupReports(selectBatchEntries(store.getState()), next),
    // Looked at again when a report turns, not when it only moves on.
    // oxlint-disable-next-line react/exhaustive-deps
    [store, transitions, batch, next],
  )
  const counts = new Map(groups.map(({ section, reportOids }) => [section, reportOids.length]))
  const keys = groups.flatMap(({ section, reportOids }) => [section as string, ...reportOids])
  const messagesOf = useCallback(
    (roomOid: string) => store.getState().rooms.entities[roomOid]?.messageCount ?? 0,
    [store],
  )
  return (
    <Page
      title={t('queue.title')}
      tools={
        <>
          <ConcurrencyStepper />
          <PauseButton />
        </>
      }
    >
      <BatchHeader messagesOf={messagesOf} pausable={false} />
      {keys.length === 0 ? (
        <Empty title={t('queue.empty')} text={t('queue.emptyText')}>
          <Button size="sm" variant="default" onClick={onChooseRooms}>
            {t('queue.toRooms')}
          </Button>
        </Empty>
      ) : (
        <VirtualRows keys={keys} label={t('queue.title')}>
          {(key) =>
            isSection(key) ? (
              <h2 className={classes.section}>
                {t(`queue.${key}`)} <span>{formatCount(counts.get(key) ?? 0)}</span>
              </h2>
            ) : (
              <QueueRow reportOid={key} />
            )
          }
        </VirtualRows>
      )}
    </Page>
  )
}
