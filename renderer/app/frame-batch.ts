/** A window that is hidden draws no frames, but its reports go on; then this often, in milliseconds. */
const hiddenEveryMs = 250

export interface FrameBatch<T> {
  /** Keeps the item until the next frame. */
  add(key: string, item: T): void
  /** Hands over what is waiting now. */
  flush(): void
}

/**
 * Collects items and hands them over once per animation frame, one per key, in the order in which
 * the keys were first heard. However many events come, the store changes once a frame.
 *
 * @param merge what two items of one key become. Default: the newer one.
 */
export const createFrameBatch = <T>(
  deliver: (items: T[]) => void,
  merge: (before: T, item: T) => T = (_, item) => item,
): FrameBatch<T> => {
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
      const before = waiting.get(key)
      waiting.set(key, before === undefined ? item : merge(before, item))
      frame ??= requestAnimationFrame(flush)
      timer ??= setTimeout(flush, hiddenEveryMs)
    },
    flush,
  }
}
