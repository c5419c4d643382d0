/** The longest that a timer of Node waits; a longer one would ring at once. */
const longestMs = 2 ** 31 - 1

/**
 * Calls `then` at a moment, however far it is away, or at once where it has passed. Keeps no process alive.
 *
 * @param moment milliseconds since 1970 UTC
 * @returns stops it
 */
export function atMoment(
  moment: number,
  then: () => void,
  now: () => number = Date.now,
): () => void {
  let timer: NodeJS.Timeout
  const wait = (): void => {
    const left = moment - now()
    timer = setTimeout(left > longestMs ? wait : then, Math.min(Math.max(0, left), longestMs))
    timer.unref()
  }
  wait()
  return () => clearTimeout(timer)
}
