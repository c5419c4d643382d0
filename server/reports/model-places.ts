import type { SummaryChoice } from '../summary/choose.ts'
import { createSemaphore, type Semaphore } from './semaphore.ts'

/**
 * Places at model servers. Each server has its own, so that rooms which still wait for a slow one do
 * not hold up those that ask another after the settings have changed.
 */
export interface ModelPlaces {
  /** Resolves at once for an engine that asks no server. See `Semaphore.take`. */
  take(choice: SummaryChoice, signal: AbortSignal, onWait: () => void): Promise<() => void>
}

/** @param limit rooms that one server answers at once; asked anew at each take */
export function createModelPlaces(limit: () => number): ModelPlaces {
  const servers = new Map<string, Semaphore>()
  return {
    take(choice, signal, onWait) {
      if (choice.engine === 'extractive') return Promise.resolve(() => undefined)
      const key = `${choice.engine} ${choice.baseUrl}`
      const places = servers.get(key) ?? createSemaphore(limit())
      servers.set(key, places)
      places.setPlaces(limit())
      return places.take(signal, onWait)
    },
  }
}
