import { useEffect } from 'react'

/** Milliseconds without another letter before the server is asked. */
const restMs = 150

/**
 * Asks once what is typed rests, and gives the question up as soon as another one takes its place.
 *
 * @param ask sends the question; memoized, because another function is another question. Null: there is none.
 */
export const useRested = (ask: (() => { abort(): void }) | null): void => {
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
  }, [ask])
}
