import { useEffect } from 'react'

/**
 * Asks once what is typed rests, and gives the question up as soon as another one takes its place.
 *
 * @param ask sends the question; memoized, because another function is another question. Null: there is none.
 * @param restMs milliseconds without another question before it is sent
 */
export const useRested = (ask: (() => { abort(): void }) | null, restMs = 150): void => {
  useEffect(() => {
    if (ask === null) return undefined
    let asked: { abort(): void } | null = null
    const timer = setTimeout(() => {
      asked = ask()
    }, restMs)
    return () => {
      clearTimeout(timer)
      asked?.abort()
    }
  }, [ask, restMs])
}
