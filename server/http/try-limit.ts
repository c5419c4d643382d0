import type { Request } from 'express'

export interface TryLimit {
  /** Seconds until this caller may try again; 0: now. */
  secondsLeft(req: Request): number
  failed(req: Request): void
}

const maxFailed = 20
const windowMs = 60_000
/** Beyond them the callers of longest ago are forgotten. */
const maxCallers = 10_000

/**
 * With what the nearest proxy has added, so that one who fails behind it does not shut out the others behind it. Who
 * comes without a proxy may write there what they like: secrets here are too long to be guessed, and this only spares
 * the storage.
 */
const callerOf = (req: Request): string =>
  `${req.socket.remoteAddress} ${req.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64)}`

/** Counts tries that have failed, for each caller, within a minute from the first. */
export function createTryLimit(now: () => number = Date.now): TryLimit {
  const callers = new Map<string, { since: number; failed: number }>()
  const current = (caller: string) => {
    const found = callers.get(caller)
    return found !== undefined && now() - found.since < windowMs ? found : null
  }
  return {
    secondsLeft(req) {
      const found = current(callerOf(req))
      if (found === null || found.failed < maxFailed) return 0
      return Math.max(1, Math.ceil((found.since + windowMs - now()) / 1_000))
    },
    failed(req) {
      const caller = callerOf(req)
      const found = current(caller)
      if (found !== null) return void found.failed++
      callers.delete(caller)
      const [oldest] = callers.keys()
      if (callers.size >= maxCallers && oldest !== undefined) callers.delete(oldest)
      callers.set(caller, { since: now(), failed: 1 })
    },
  }
}
