import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import type { ModelSlots } from '../ports/model-slots.ts'
import type { ModelChoice } from '../summary/choose.ts'

/**
 * Places at model servers. Each server has its own, so that rooms which still wait for a slow one do
 * not hold up those that ask another after the settings have changed.
 */
export interface ModelPlaces {
  /**
   * Resolves with the function that gives the place back, as soon as there is one: first come, first
   * served within this process.
   *
   * @param onWait called once if there is none at the moment
   * @throws the signal's reason if it is aborted while waiting
   */
  take(choice: ModelChoice, signal: AbortSignal, onWait: () => void): Promise<() => void>
}

/**
 * A place is free again so long after the process that had it has died: no later than others take over its reports,
 * which would wait for the model server that nobody asks.
 */
const leaseMs = 12_000
/** How often it is looked whether another process has given a place back. */
const lookMs = 1_000

interface Server {
  name: string
  /** Rooms that it answers at once. */
  places(): number
}

/**
 * @param places rooms that one server answers at once; asked anew at each take
 * @param slots the same places, counted over all processes
 */
export function createModelPlaces(places: () => number, slots: ModelSlots): ModelPlaces {
  const servers = new Map<string, LimitFunction>()

  /** A computer writes one summary at a time with a model of its own, whatever server processes run on it. */
  const serverOf = (choice: ModelChoice): Server =>
    choice.engine === 'local'
      ? { name: `local ${hostname()}`, places: () => 1 }
      : { name: `${choice.engine} ${choice.baseUrl}`, places }

  /** Null if the wait was aborted. */
  async function claim(server: Server, signal: AbortSignal, onWait: () => void) {
    while (!signal.aborted) {
      const slot = await slots.claim(server.name, { slots: server.places(), leaseMs })
      if (slot !== null) return slot
      onWait()
      await sleep(lookMs, undefined, { signal }).catch(() => undefined)
    }
    return null
  }

  /** Holds a slot until the function that `resolve` is given is called. */
  async function hold(
    server: Server,
    signal: AbortSignal,
    onWait: () => void,
    resolve: (leave: () => void) => void,
  ): Promise<void> {
    const slot = await claim(server, signal, onWait)
    if (slot === null) return
    // A place that was lost while the computer slept is used to its end all the same.
    const renewal = setInterval(
      () => void slots.renew(slot, leaseMs).catch(() => undefined),
      leaseMs / 3,
    )
    try {
      if (!signal.aborted) await new Promise<void>((leave) => resolve(leave))
    } finally {
      clearInterval(renewal)
      // What cannot be given back now is free when its lease ends.
      await slots.release(slot).catch(() => undefined)
    }
  }

  return {
    take(choice, signal, onWait) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      const server = serverOf(choice)
      const limit = servers.get(server.name) ?? pLimit(server.places())
      servers.set(server.name, limit)
      // A smaller number takes no place away from whoever has one.
      limit.concurrency = server.places()
      const sayOnce = once(onWait)
      if (limit.activeCount >= limit.concurrency) sayOnce()
      return new Promise((resolve, reject) => {
        const abort = (): void => reject(signal.reason as Error)
        signal.addEventListener('abort', abort, { once: true })
        limit(() =>
          hold(server, signal, sayOnce, (leave) => {
            signal.removeEventListener('abort', abort)
            resolve(leave)
          }),
        ).catch(reject)
      })
    },
  }
}

function once(say: () => void): () => void {
  let isSaid = false
  return () => {
    if (!isSaid) say()
    isSaid = true
  }
}
