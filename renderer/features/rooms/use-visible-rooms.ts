import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { sourceName } from '../../ui/source-names.ts'
import {
  filterOf,
  selectRoomReport,
  selectTransitions,
  type ReportsRoot,
} from '../reports/index.ts'
import { isTerminal } from '../../../server/contract/reports.ts'
import { matchesSearch, orderRooms } from './order.ts'
import { runningFirst } from './running-first.ts'
import type { RoomsRoot } from './rooms-slice.ts'
import { selectRoomIds, selectView } from './selectors.ts'

/**
 * Ids of the rooms on screen, in order.
 *
 * The order is made when the person sorts or searches and when rooms come or go, from what the store
 * holds at that moment. It does not follow the data, so no row ever moves under the pointer: a feed
 * that raises a message count, or a report that changes its state, leaves the list as it is. Only
 * the state filter and "Running first" are live, because the person asked for that, and they look
 * again only when a report changes its state.
 *
 * @param members the rooms of the group that the list is narrowed to; null: it is not
 */
export const useVisibleRooms = (members: ReadonlySet<string> | null = null): readonly string[] => {
  const { t } = useTranslation()
  const store = useStore<RoomsRoot & ReportsRoot>()
  const ids = useSelector(selectRoomIds)
  const { sort, search, source, state, runningFirst: pinned } = useSelector(selectView)
  const transitions = useSelector((root: ReportsRoot) =>
    state === null && !pinned ? 0 : selectTransitions(root),
  )

  const order = useMemo(() => {
    const root = store.getState()
    const found = ids
      .map((id) => root.rooms.entities[id])
      .filter((room) => room !== undefined)
      .filter(({ roomOid }) => members === null || members.has(roomOid))
      .filter((room) => matchesSearch(room, { search, source }, sourceName(t, room.source)))
    return orderRooms(found, sort, (roomOid) => selectRoomReport(root, roomOid)?.state)
  }, [store, t, ids, sort, search, source, members])

  return useMemo(() => {
    const root = store.getState()
    const shown =
      state === null
        ? order
        : order.filter((oid) => filterOf(selectRoomReport(root, oid)?.state) === state)
    if (!pinned) return shown
    return runningFirst(shown, (oid) => {
      const report = selectRoomReport(root, oid)
      if (!report || report.state === 'queued' || isTerminal(report.state)) return null
      return report.startedAt ?? ''
    })
    // `transitions` is not read: it says when to look again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [store, order, state, pinned, transitions])
}
