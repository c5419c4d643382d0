/** A number of places that are taken and given back, first come, first served. */
export interface Semaphore {
  /**
   * Resolves with the function that gives the place back, as soon as there is one.
   *
   * @param onWait called once if there is none at the moment
   * @throws the signal's reason if it is aborted while waiting
   */
  take(signal: AbortSignal, onWait?: () => void): Promise<() => void>
  /** Changes how many places there are; who has one keeps it. */
  setPlaces(places: number): void
}

export function createSemaphore(places: number): Semaphore {
  let limit = places
  let taken = 0
  const waiting = new Set<() => void>()

  function letIn(): void {
    for (const enter of waiting) {
      if (taken >= limit) return
      enter()
    }
  }
  /** Takes a place, and gives the function that gives it back, once. */
  const occupy = (): (() => void) => {
    taken++
    let isGiven = false
    return () => {
      if (isGiven) return
      isGiven = true
      taken--
      letIn()
    }
  }

  return {
    take(signal, onWait) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      if (taken < limit) return Promise.resolve(occupy())
      onWait?.()
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(enter)
          signal.removeEventListener('abort', abort)
        }
        const enter = (): void => {
          leave()
          resolve(occupy())
        }
        const abort = (): void => {
          leave()
          reject(signal.reason as Error)
        }
        waiting.add(enter)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
    setPlaces(changed) {
      limit = changed
      letIn()
    },
  }
}
