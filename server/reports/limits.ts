const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How reports run. */
export const runLimits = {
  /** Statuses per second and report; a transition is always sent. */
  statusIntervalMs: 250,
  /** A counter of a stage waits in its thread for so long at most. */
  counterHeldMs: 100,
  /** A stage that says nothing for so long has failed; model engines have shorter clocks of their own. */
  stageStallMs: 10 * MINUTE,
  /** A stage that still runs after this has failed, however much it says. */
  stageDeadlineMs: 6 * HOUR,
  /** A state that could not be written down is tried again after this: a locked database, a full disk. */
  keepRetryMs: 1 * SECOND,
  /** Milliseconds in which a report that is to be deleted comes to rest. */
  endMs: 15_000,
  /** Milliseconds for which a link to approve a report is good: over a weekend. */
  approvalLinkMs: 72 * 60 * 60 * SECOND,
  /** Mails that ask one person for one approval, each once the link of the last has ended; more would be a nuisance. */
  approvalMails: 3,
  /** Milliseconds in which another node lets go of a finished report that is to be changed. */
  letGoMs: 5_000,
  /** It is looked so often whether it has, where another node has it. */
  settledLookMs: 200,
  /** What runs on a node that is to end gets so long to come to its next checkpoint. */
  checkpointMs: 3 * SECOND,
  /** First and longest pause before a stage that failed for a passing reason runs again. */
  retryFirstMs: 2 * SECOND,
  retryMaxMs: 30 * SECOND,
  /** First and longest pause before a mail is offered again. */
  deliveryRetryFirstMs: 2 * SECOND,
  deliveryRetryMaxMs: 30 * SECOND,
  /** The longest pause before a recipient that was refused for now is offered the mail again. */
  recipientRetryMaxMs: 10 * MINUTE,
  /** A killed process loses the lines of so long from the store; the log file has them. */
  logFlushMs: 200,
} as const
