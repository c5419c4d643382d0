import { useCallback, useEffect, useState } from 'react'
import type { Message } from '../../../server/contract/rooms.ts'
import { useAppDispatch } from '../../api/services.ts'
import { readMessages } from './commands.ts'

/** Where reading begins: with the newest message and back in time, or on a day and on from there. */
export type Beginning = { kind: 'newest' } | { kind: 'from'; at: string }

interface Pages {
  items: readonly Message[]
  /** Null: there are no more. */
  next: string | null
}

/** The messages of a room in pages; null until the first has come. */
export const useMessages = (roomOid: string, beginning: Beginning) => {
  const dispatch = useAppDispatch()
  const [pages, setPages] = useState<Pages | null>(null)
  const from = beginning.kind === 'from' ? beginning.at : null
  const ask = useCallback(
    (cursor: string | null) =>
      dispatch(
        readMessages({
          roomOid,
          query: {
            ...(from === null ? { order: 'newest' } : { from }),
            ...(cursor !== null && { cursor }),
          },
        }),
      ),
    [dispatch, roomOid, from],
  )
  useEffect(() => {
    const request = ask(null)
    void request.then((answer) => {
      if (!readMessages.fulfilled.match(answer)) return
      setPages({ items: answer.payload.items, next: answer.payload.nextCursor })
    })
    return () => {
      request.abort()
      setPages(null)
    }
  }, [ask])
  const more = async () => {
    if (!pages?.next) return
    const answer = await ask(pages.next)
    if (!readMessages.fulfilled.match(answer)) return
    const { items, nextCursor } = answer.payload
    // Another beginning may be read by now.
    setPages((now) => (now === pages ? { items: [...now.items, ...items], next: nextCursor } : now))
  }
  return { pages, more }
}
