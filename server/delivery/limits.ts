const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Mail. RFC 5321 section 4.5.3.2 names longer waits; people watch this one. */
export const deliveryLimits = {
  /** Milliseconds for name look-up and connection together. */
  connectMs: 20 * SECOND,
  /** Milliseconds until the server's greeting, and for a change to TLS. */
  greetingMs: 20 * SECOND,
  /** Milliseconds without a byte in either direction, the answer to DATA included. */
  silenceMs: 2 * MINUTE,
  /** Milliseconds for one delivery in all. */
  deliveryMs: 15 * MINUTE,
  /** UTF-16 units of the server's answer that are kept. */
  maxAnswerLength: 500,
  maxSubjectLength: 180,
  /** Lines of one section of the mail; the workbook has them all. */
  maxMailItems: 20,
  /** Rooms that a digest names at a glance, and those whose findings it tells. */
  maxDigestRooms: 200,
  maxDigestDetails: 50,
  /** Findings of one room in a digest. */
  maxDigestItems: 8,
} as const

/** Folders and webhooks. */
export const dispatchLimits = {
  /** Milliseconds for one request to a webhook in all; the specification names 15 to 30 s. */
  webhookMs: 20 * SECOND,
  /** Milliseconds after which a try is taken for dead; a workbook on a slow network folder needs its time. */
  claimMs: 15 * MINUTE,
  /** Milliseconds before each further try: ten of them in about three days. */
  waitsMs: [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    120 * MINUTE,
    5 * 60 * MINUTE,
    10 * 60 * MINUTE,
    14 * 60 * MINUTE,
    20 * 60 * MINUTE,
    20 * 60 * MINUTE,
  ],
  /** Share by which a wait is longer or shorter, so that not all come back at once. */
  jitter: 0.2,
  /** Milliseconds that a receiver may ask for; more is taken for this. */
  maxAskedWaitMs: 24 * 60 * MINUTE,
  /** Tries under way at once. */
  atOnce: 4,
  /** Copies of one name in a folder, ` (2)` and so on. */
  maxSameName: 99,
} as const
