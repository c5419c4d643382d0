import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../server/connections/budgets.ts'

interface Sleeper {
  at: number
  wake(): void
}

/** Time that passes only while everybody sleeps: a year takes as long as what happens in it. */
export class VirtualClock implements Clock {
  #now: number
  #sleepers: Sleeper[] = []

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper)
        reject(signal?.reason as Error)
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { at: this.#now + Math.max(0, ms), wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  /** Lets time pass until the condition holds, at most so long. */
  async until(condition: () => boolean, maxMs = 400 * 86_400_000): Promise<boolean> {
    const end = this.#now + maxMs
    for (;;) {
      // Whoever was woken does all that needs no waiting, the store included.
      for (let turns = 0; turns < 4; turns++) await turn()
      if (condition()) return true
      const next = Math.min(...this.#sleepers.map(({ at }) => at))
      if (next > end) return false
      this.#now = Math.max(this.#now, next)
      const due = this.#sleepers.filter(({ at }) => at <= this.#now)
      this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now)
      for (const { wake } of due) wake()
    }
  }
}
