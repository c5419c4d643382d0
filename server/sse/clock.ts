/** Time as the channel sees it, so that tests move it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs once, after the events of this tick. */
  soon(work: () => void): void
  /** Runs once; does not keep the process alive. Returns what cancels it. */
  after(ms: number, work: () => void): () => void
  /** Runs again and again; does not keep the process alive. Returns what cancels it. */
  every(ms: number, work: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  soon: (work) => void setImmediate(work),
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  every(ms, work) {
    const timer = setInterval(work, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}
