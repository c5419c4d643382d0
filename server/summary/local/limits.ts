const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const KIB = 1_024
const MIB = 1_024 * KIB

/** A model that runs in a process of this program. */
export const localModelLimits = {
  answerTokens: 1_500,
  /** Threads that compute; one core stays free for the rest. */
  maxThreads: 8,
  /** Tokens that are read in one go: between two of them it can be stopped. */
  batchTokens: 256,
  /** Milliseconds for a model to be loaded: gigabytes come from the disk. */
  startMs: 5 * MINUTE,
  /** Milliseconds without a request after which the process ends and gives its memory back. */
  idleMs: 10 * MINUTE,
  /** Milliseconds between two signs of life while a chat waits or reads. */
  signOfLifeMs: 5 * SECOND,
  /** Milliseconds for a chat that nobody waits for to end; then the process ends, if nobody else needs it. */
  abortMs: 3 * SECOND,
  /** Milliseconds for one call and for all calls of one room, below the deadline of a stage: processors are slow. */
  callMs: 60 * MINUTE,
  roomMs: 5 * HOUR,
  /** Bytes of one request to the process. */
  maxRequestBytes: 4 * MIB,
  /** Tokens that are read and written to measure the speed. */
  measuredPrompt: 192,
  measuredAnswer: 24,
  /** Tokens that a message has as a line of data, to say how long a room of 1,000 takes. */
  tokensPerMessage: 40,
  /** Bytes that stay free on the disk behind a download. */
  diskReserve: 512 * MIB,
  /** Milliseconds without a byte after which a download tries again. */
  downloadIdleMs: 1 * MINUTE,
  /** Tries in a row that bring not one byte, and the first pause between them, doubled each time. */
  downloadTries: 5,
  downloadPauseMs: 1 * SECOND,
  maxRedirects: 5,
  /** Files of a folder that are listed. */
  maxListedFiles: 200,
} as const
