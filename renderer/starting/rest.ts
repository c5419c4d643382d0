/** Milliseconds after which the window counts as drawn although it never rests. */
const latestDrawnMs = 500

/** Resolves when the page has nothing else to do. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: latestDrawnMs })
  })

/** Resolves when a frame with what has been drawn is on the screen; soon also where none is shown. */
const shown = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
    setTimeout(resolve, latestDrawnMs)
  })

/** Resolves when the window has been drawn and rests. */
export const drawn = async (): Promise<void> => {
  await shown()
  await idle()
}
