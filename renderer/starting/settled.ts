import { useSyncExternalStore } from 'react'

/** Whether the window has come to rest after its start: what nobody sees yet is read and drawn then. */
let isSettled = true
const listeners = new Set<() => void>()

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * Call it before the first drawing. Without it, as in tests, everything is drawn at once.
 *
 * @param onSettled called once, when it is over
 */
export const unsettle = (onSettled: () => void): void => {
  isSettled = false
  const stop = listen(() => {
    stop()
    onSettled()
  })
}

export const settle = (): void => {
  if (isSettled) return
  isSettled = true
  for (const listener of listeners) listener()
}

export const useSettled = (): boolean => useSyncExternalStore(listen, () => isSettled)
