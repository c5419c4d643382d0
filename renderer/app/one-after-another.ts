/**
 * Runs `work` now or, while it runs, once more after it: however often it is asked for, one run begins
 * after the last time of asking, and never two at once. A failure goes to the console.
 */
export function oneAfterAnother(work: () => Promise<void>): () => void {
  let isRunning = false
  let isWanted = false
  return function ask(): void {
    isWanted = true
    if (isRunning) return
    isRunning = true
    isWanted = false
    void work()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        isRunning = false
        if (isWanted) ask()
      })
  }
}
