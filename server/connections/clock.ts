import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './budgets.ts'

/** The time of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
}
