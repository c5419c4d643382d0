/** Numbers of the connections. Times in milliseconds. */
export const connectionLimits = {
  /** An answer that takes longer counts as none. */
  answerMs: 30_000,
  /** An answer that is longer is not read: a page of any service is far below. */
  maxAnswerBytes: 32 * 1_024 * 1_024,
  /** Requests of one connection under way at once. */
  maxAtOnce: 4,
  /** First and longest pause after a server that does not answer. */
  retryMs: 1_000,
  maxRetryMs: 5 * 60_000,
  /** A person who asks for something waits so long for the turn of the request, and is told more than that. */
  personMs: 10_000,
  /** What a person asks for has failed after so long, however many requests it takes. */
  askedMs: 60_000,
  /** A told pause that is longer is cut: a server may say anything. */
  maxRestMs: 60 * 60_000,
  /** What is heard is gathered so long, so that many messages are few transactions. */
  gatherMs: 200,
  /** Sockets lose messages without saying so: then everything is looked through by request. */
  catchUpMs: 30 * 60_000,
  /** The same where nothing is heard at all. */
  pollMs: 60_000,
  /** A room that was not read for so long, and is not heard, lacks what was said meanwhile. */
  lateMs: 2 * 60_000,
  /** So exactly the store knows when a room was looked at in which nothing was said. */
  readAtMs: 60 * 60_000,
  /** Threads whose last answer is older are not looked at again. */
  threadMs: 30 * 86_400_000,
  /** A thread is looked at again after so long. */
  recheckMs: 30 * 60_000,
  maxThreads: 200,
  /** So often the days of `threadMs` are read again, where only that tells of answers to old messages. */
  deepMs: 24 * 60 * 60_000,
  /** A room that an import is writing to, or a store that is busy, is tried again after so long. */
  busyMs: 2_000,
  /** Somebody asks for a report: a room gets one in so long, a connection so many in an hour. */
  requestAgainMs: 10 * 60_000,
  maxRequestsAnHour: 20,
  /** A request that was said longer ago is heard late, and not answered any more. */
  requestAgeMs: 5 * 60_000,
  /** A report that takes longer, or waits for a person, is not told of in its room. */
  requestedMs: 60 * 60_000,
  /** Gaps of a room; the two oldest become one beyond it. */
  maxGaps: 50,
  /** Live messages that wait for a page of their room. */
  maxBuffered: 5_000,
} as const
