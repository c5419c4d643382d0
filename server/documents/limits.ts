const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The worker that reads workbooks and rooms for people who look at them. */
export const documentLimits = {
  /** Milliseconds without a question after which it ends and gives its memory back. */
  workerIdleMs: 1 * MINUTE,
} as const
