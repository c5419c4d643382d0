import type { ServiceSocket } from './connector.ts'

/** Says over a socket that we are there, and closes one on which nobody answers that. */
export class Heart {
  readonly beat: () => void
  readonly #socket: Pick<ServiceSocket, 'close'>
  #timer: NodeJS.Timeout | null = null
  #isAnswered = true

  constructor(socket: Pick<ServiceSocket, 'close'>, beat: () => void) {
    this.#socket = socket
    this.beat = beat
  }

  /** @param everyMs milliseconds between two, cut to what is reasonable */
  start(everyMs: number): void {
    this.stop()
    const ms = Math.min(Math.max(everyMs, 10), 10 * 60_000)
    const next = (): void => {
      if (!this.#isAnswered) return this.#socket.close()
      this.#isAnswered = false
      this.beat()
      this.#timer = setTimeout(next, ms)
    }
    // Not all clients at the same moment, after an outage.
    this.#timer = setTimeout(next, ms * Math.random())
  }

  answered(): void {
    this.#isAnswered = true
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
