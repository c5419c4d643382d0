/** A number of places that are taken and given back, first come, first served. */
export interface Semaphore {
  /**
   * Resolves with the function that gives the place back, as soon as there is one.
   *
   * @param onWait called once if there is none at the moment
   * @throws the signal's reason if it is aborted while waiting
   */
  take(signal: AbortSignal, onWait?: () => void): Promise<() => void>
}

export function createSemaphore(places: number): Semaphore {
  let free = places
  const waiting = new Set<() => void>()

  function giveBack(): void {
    const [next] = waiting
    if (next === undefined) free++
    else next()
  }
  const once = (): (() => void) => {
    let isGiven = false
    return () => {
      if (isGiven) return
      isGiven = true
      giveBack()
    }
  }

  return {
    take(signal, onWait) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      if (free > 0) {
        free--
        return Promise.resolve(once())
      }
      onWait?.()
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(enter)
          signal.removeEventListener('abort', abort)
        }
        const enter = (): void => {
          leave()
          resolve(once())
        }
        const abort = (): void => {
          leave()
          reject(signal.reason as Error)
        }
        waiting.add(enter)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
  }
}
