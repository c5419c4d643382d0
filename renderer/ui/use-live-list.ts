import { useCallback, useState } from 'react'
import { useRested } from './use-rested.ts'

/** Letters from which on the server is asked beside what the window knows itself. */
const enough = 2

/** A question that is on its way; null: it has no answer. */
export interface Begun<T> {
  list: Promise<readonly T[] | null>
  abort(): void
}

/**
 * What the server finds for what is typed; empty until that is there, and where it finds nothing.
 *
 * @param begin asks; memoized
 */
export const useLiveList = <T>(text: string, begin: (text: string) => Begun<T>): readonly T[] => {
  const [found, setFound] = useState<{ text: string; list: readonly T[] }>({ text: '', list: [] })
  const ask = useCallback(() => {
    const begun = begin(text)
    void begun.list.then((list) => {
      if (list !== null) setFound({ text, list })
    })
    return begun
  }, [begin, text])
  const isAsked = text.trim().length >= enough
  useRested(isAsked ? ask : null)
  const [none] = useState<readonly T[]>([])
  return isAsked && found.text === text ? found.list : none
}
