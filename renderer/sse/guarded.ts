/** Runs a subscriber. Its fault must not silence the others, nor go unheard. */
export function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    // The window's own channel for uncaught errors; Node has none that does not end the process.
    const { reportError } = globalThis as { reportError?: (error: unknown) => void }
    if (reportError) reportError(error)
    else console.error(error)
  }
}
