import { useCallback } from 'react'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { accessSlice, selectLimitsOffered } from '../access/index.ts'
import type { RoomsRoot } from './rooms-slice.ts'
import { selectRoomName } from './selectors.ts'

/** Asks who may see these rooms, all at once; null where that is not offered. */
export function useLimitQuestion(): ((roomOids: readonly string[]) => void) | null {
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const isOffered = useSelector(selectLimitsOffered)
  const ask = useCallback(
    (roomOids: readonly string[]) => {
      const root = store.getState()
      const targets = roomOids.map((oid) => ({
        kind: 'room' as const,
        oid,
        name: selectRoomName(root, oid),
      }))
      dispatch(accessSlice.actions.limitAsked(targets))
    },
    [dispatch, store],
  )
  return isOffered ? ask : null
}
