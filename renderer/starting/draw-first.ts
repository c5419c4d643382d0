import { flushSync } from 'react-dom'

/** Milliseconds that the first drawing waits for the host at most. */
const patienceMs = 100

/**
 * Draws the window for the first time, in one go. Call it while the page's script is being evaluated: what
 * runs by the end of that is what V8 keeps compiled for the next start.
 *
 * @param asked resolves when the server has been asked for what the window shows first; a question that is
 *   not out by then would have to wait for the drawing
 */
export const drawFirst = async (asked: Promise<void> | undefined, draw: () => void) => {
  const patience = new Promise((resolve) => {
    setTimeout(resolve, patienceMs)
  })
  await Promise.race([asked, patience])
  flushSync(draw)
}
