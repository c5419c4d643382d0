const KIB = 1_024
const MIB = 1_024 * KIB

/** The desktop host. */
export const hostLimits = {
  /** Seconds in which the question before quitting can be answered; long enough to read it. */
  quitCountdownSeconds: 10,
  /** Milliseconds a page has to show that question before the system's own dialog asks instead. */
  quitSeenMs: 1_500,
  /** Milliseconds between two changes of tray, taskbar and badge; faster ones would only flicker. */
  activityIntervalMs: 500,
  /** Milliseconds from the window to the tray; the page then waits for its own process. */
  afterWindowMs: 40,
  /** Milliseconds that the page's files go before the server at a start; they are asked for at once. */
  assetsFirstMs: 15,
  /** Milliseconds from the start to the first look for a newer version: what the person came for goes first. */
  firstUpdateLookMs: 10_000,
  /** Milliseconds between two looks: a day. */
  updateIntervalMs: 24 * 3_600_000,
  /** Milliseconds that the server of updates has to name the newest version. */
  updateLookMs: 30_000,
  /** Milliseconds after which a server that is not reached is asked again. */
  lookAgainMs: 60_000,
  /** Targets (links, notifications) kept for a page that is not there yet. */
  maxPendingTargets: 20,
  /** UTF-16 units of a text that the page may save as a file. */
  maxSavedText: 16 * MIB,
} as const
