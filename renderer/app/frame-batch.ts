/** A window that is hidden draws no frames, but its reports go on; then this often, in milliseconds. */
const hiddenEveryMs = 250

export interface FrameBatch<T> {
  /** Keeps the newest item of each key until the next frame. */
  add(key: string, item: T): void
  /** Hands over what is waiting now. */
  flush(): void
}

/**
 * Collects items and hands them over once per animation frame, newest per key, in the order in which
 * the keys were first heard. However fast the server speaks, the store hears it once a frame.
 */
export const createFrameBatch = <T>(deliver: (items: T[]) => void): FrameBatch<T> => {
  const waiting = new Map<string, T>()
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const flush = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
    frame = null
    timer = null
    if (waiting.size === 0) return
    const items = [...waiting.values()]
    waiting.clear()
    deliver(items)
  }

  return {
    add: (key, item) => {
      waiting.set(key, item)
      frame ??= requestAnimationFrame(flush)
      timer ??= setTimeout(flush, hiddenEveryMs)
    },
    flush,
  }
}
