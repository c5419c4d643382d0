import { useCallback } from 'react'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { useRested } from '../../ui/use-rested.ts'
import { isOpen } from './question.ts'
import { askMore, askSearch, type SearchRoot } from './search-slice.ts'

/** Asks for what stands in the fields, once it rests, and again when the answer may be another one. */
export const useSearch = (): void => {
  const dispatch = useAppDispatch()
  const question = useSelector(({ search }: SearchRoot) => search.question)
  const turn = useSelector(({ search }: SearchRoot) => search.turn)
  const ask = useCallback(
    () => dispatch(askSearch(question)),
    // A turn is the same question once more.
    // oxlint-disable-next-line react/exhaustive-deps
    [dispatch, question, turn],
  )
  useRested(isOpen(question) ? null : ask)
}

/** Reads on behind the last hit; nothing where there is no more, or where it is being read. */
export const useMore = (): (() => void) => {
  const dispatch = useAppDispatch()
  const { answer, asked, moreAsked } = useSelector(({ search }: SearchRoot) => search)
  return useCallback(() => {
    if (answer?.next && asked === null && moreAsked === null)
      void dispatch(askMore({ question: answer.question, next: answer.next }))
  }, [dispatch, answer, asked, moreAsked])
}
