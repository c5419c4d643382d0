import { setImmediate as nextTurn } from 'node:timers/promises'

/** Divides long work, so that the thread stays open to other reports and to a cancel. */
export class Pacer {
  readonly #signal: AbortSignal
  readonly #sliceMs: number
  #since = performance.now()

  constructor(signal: AbortSignal, sliceMs: number) {
    this.#signal = signal
    this.#sliceMs = sliceMs
    signal.throwIfAborted()
  }

  /** Whether it is time to `rest`. Cheap enough to ask after every message. */
  isDue(): boolean {
    return performance.now() - this.#since >= this.#sliceMs
  }

  /** Lets the event loop run once. Rejects with the reason of the signal once it is aborted. */
  async rest(): Promise<void> {
    this.#signal.throwIfAborted()
    await nextTurn()
    this.#signal.throwIfAborted()
    this.#since = performance.now()
  }
}
