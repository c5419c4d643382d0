/**
 * Caps of the extractive summary, each with its unit and reason.
 * The weights of the ranking stand in `extractive/coverage.ts`, beside the formula they belong to.
 */
export const extractiveLimits = {
  /** Milliseconds of work before the engine returns to the event loop. */
  sliceMs: 12,
  /** Lines between two reports of progress. */
  linesPerProgress: 1_000,
  /** UTF-16 units of one message that are read; the rest is a paste, not talk. */
  maxReadLength: 8_000,
  /** A longer word is a hash, a path or base64, not a word. */
  maxWordLength: 40,
  /** Different stems that are counted at once; beyond it, stems seen only once are forgotten. */
  maxStems: 250_000,
  /** Buckets for pairs of words, a power of two. Two pairs may share one; that only adds noise. */
  pairBuckets: 1 << 21,
  /** Buckets for shapes of messages, a power of two. */
  shapeBuckets: 1 << 20,
  /** Passages that are compared in the end, the best ones of the room. */
  maxCandidates: 2_000,
  /** Words of one passage; about two spoken sentences. */
  passageWords: 40,
  /** UTF-16 units of one quote. */
  maxQuoteLength: 600,
  /** Words of all key points together, for rooms up to `plainRoomWords`. */
  keyPointWords: 120,
  minKeyPointWords: 20,
  maxKeyPointWords: 300,
  /** Share of a small room that may be quoted. */
  keyPointShare: 0.27,
  plainRoomWords: 20_000,
  maxDecisions: 20,
  maxActionItems: 20,
  maxOpenQuestions: 20,
  maxLinks: 100,
  maxParticipants: 1_000,
  /** Different links that are counted at once. */
  maxCountedLinks: 20_000,
  /** Last candidates of a detector that are looked at more closely (dates are dear to parse). */
  detectorWindow: 200,
  /** Messages without an id the room knows more than this often are not told apart by replies. */
  maxReplyTargets: 50_000,
} as const
