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
