import { useEffect, useRef } from 'react'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { selectRoomIds, type RoomsRoot } from '../rooms/index.ts'
import { loadGroups, loadMembers } from './commands.ts'
import { selectGroups } from './groups-slice.ts'

/** Milliseconds after rooms came or went until the groups are read again; an import brings many at once. */
const roomsMs = 1_500

/** Reads the groups again after rooms came or went, which a rule may fit. */
export const useFreshGroups = (): void => {
  const dispatch = useAppDispatch()
  const ids = useSelector((root: RoomsRoot) => selectRoomIds(root))
  const seen = useRef(ids)
  useEffect(() => {
    if (ids === seen.current) return undefined
    seen.current = ids
    const timer = setTimeout(() => void dispatch(loadGroups()), roomsMs)
    return () => clearTimeout(timer)
  }, [dispatch, ids])
}

/** Reads the rooms of a group, and again whenever groups were read anew. */
export const useFreshMembers = (groupOid: string | null): void => {
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  useEffect(() => {
    if (groupOid === null || !groups.some((group) => group.groupOid === groupOid)) return
    void dispatch(loadMembers(groupOid))
  }, [dispatch, groupOid, groups])
}
