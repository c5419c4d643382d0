import pLimit, { type LimitFunction } from 'p-limit'
import type { SummaryChoice } from '../summary/choose.ts'

/**
 * Places at model servers. Each server has its own, so that rooms which still wait for a slow one do
 * not hold up those that ask another after the settings have changed.
 */
export interface ModelPlaces {
  /**
   * Resolves with the function that gives the place back, as soon as there is one: first come, first
   * served, and at once for an engine that asks no server.
   *
   * @param onWait called once if there is none at the moment
   * @throws the signal's reason if it is aborted while waiting
   */
  take(choice: SummaryChoice, signal: AbortSignal, onWait: () => void): Promise<() => void>
}

/** @param places rooms that one server answers at once; asked anew at each take */
export function createModelPlaces(places: () => number): ModelPlaces {
  const servers = new Map<string, LimitFunction>()
  return {
    take(choice, signal, onWait) {
      if (choice.engine === 'extractive') return Promise.resolve(() => undefined)
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      const key = `${choice.engine} ${choice.baseUrl}`
      const limit = servers.get(key) ?? pLimit(places())
      servers.set(key, limit)
      // Who has a place keeps it.
      limit.concurrency = places()
      if (limit.activeCount >= limit.concurrency) onWait()
      return placeOf(limit, signal)
    },
  }
}

const placeOf = (limit: LimitFunction, signal: AbortSignal): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    void limit(() => {
      signal.removeEventListener('abort', abort)
      // Whoever has stopped waiting lets the next one in.
      if (signal.aborted) return undefined
      return new Promise<void>(resolve)
    })
  })
