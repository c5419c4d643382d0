import { useCallback, useState } from 'react'
import type { SearchHit } from '../../../server/contract/search.ts'
import { createCommand, useAppDispatch } from '../../api/services.ts'
import { useRested } from '../../ui/use-rested.ts'
import { noQuestion, toQuery } from './question.ts'

/** Hits that are shown beside other things. */
const few = 4

/** Letters from which on messages are looked for while somebody types the name of something else. */
const enough = 2

const askFew = createCommand('search/few', async (text: string, { extra, signal }) =>
  extra.rest.search({ ...toQuery({ ...noQuestion, text }), limit: few }, signal),
)

const none: readonly SearchHit[] = []

/** The newest messages with the words that are typed; none until they are there, or if the search fails. */
export const useLiveHits = (text: string): readonly SearchHit[] => {
  const dispatch = useAppDispatch()
  const [found, setFound] = useState({ text: '', hits: none })
  const ask = useCallback(() => {
    const request = dispatch(askFew(text))
    void request.then((answer) => {
      if (askFew.fulfilled.match(answer)) setFound({ text, hits: answer.payload.items })
    })
    return request
  }, [dispatch, text])
  const isAsked = text.trim().length >= enough
  useRested(isAsked ? ask : null)
  return isAsked && found.text === text ? found.hits : none
}
