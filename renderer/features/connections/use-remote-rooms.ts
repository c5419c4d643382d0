import { useEffect, useState } from 'react'
import type { RemoteRoom } from '../../../server/contract/connections.ts'
import { createRequest, useAppDispatch } from '../../api/services.ts'
import { toldOf, type Told } from '../../ui/sentences.ts'

const readRemoteRooms = createRequest(
  'connections/rooms',
  (rest) =>
    ({ connectionOid, cursor }: { connectionOid: string; cursor: string | undefined }) =>
      rest.remoteRooms(connectionOid, cursor),
)

export interface RemoteRooms {
  rooms: readonly RemoteRoom[]
  isReading: boolean
  failure: Told | null
}

/** The rooms that an account can see, as they come, page by page. */
export const useRemoteRooms = (connectionOid: string): RemoteRooms => {
  const dispatch = useAppDispatch()
  const [state, setState] = useState<RemoteRooms>({ rooms: [], isReading: true, failure: null })
  useEffect(() => {
    let isGone = false
    const read = async (): Promise<void> => {
      let cursor: string | undefined
      do {
        const done = await dispatch(readRemoteRooms({ connectionOid, cursor }))
        if (isGone) return
        if (!readRemoteRooms.fulfilled.match(done)) {
          setState((before) => ({ ...before, isReading: false, failure: toldOf(done.error) }))
          return
        }
        const { items, nextCursor } = done.payload
        cursor = nextCursor ?? undefined
        const isReading = cursor !== undefined
        setState(({ rooms }) => ({ rooms: [...rooms, ...items], isReading, failure: null }))
      } while (cursor !== undefined)
    }
    void read()
    return () => {
      isGone = true
    }
  }, [dispatch, connectionOid])
  return state
}
