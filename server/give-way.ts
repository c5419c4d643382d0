import { getPriority, setPriority } from 'node:os'

/** Nice value of the threads that read exports, write summaries and build workbooks. */
const background = 10

/**
 * Lets the calling worker thread wait while the main thread or the window has something to do. Only Linux
 * has priorities of threads; elsewhere the same call would slow down the whole process.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    if (getPriority() < background) setPriority(background)
  } catch {
    // A system that refuses it runs everything at one priority, as before.
  }
}
