import { useCallback } from 'react'
import type { SearchHit } from '../../../server/contract/search.ts'
import { createCommand, useAppDispatch } from '../../api/services.ts'
import { useLiveList } from '../../ui/use-live-list.ts'
import { noQuestion, toQuery } from './question.ts'

/** Hits that are shown beside other things. */
const few = 4

const askFew = createCommand('search/few', async (text: string, { extra, signal }) =>
  extra.rest.search({ ...toQuery({ ...noQuestion, text }), limit: few }, signal),
)

/** The newest messages with the words that are typed; none until they are there, or if the search fails. */
export const useLiveHits = (text: string): readonly SearchHit[] => {
  const dispatch = useAppDispatch()
  const begin = useCallback(
    (words: string) => {
      const request = dispatch(askFew(words))
      const list = request.then((answer) =>
        askFew.fulfilled.match(answer) ? answer.payload.items : null,
      )
      return { list, abort: () => request.abort() }
    },
    [dispatch],
  )
  return useLiveList(text, begin)
}
