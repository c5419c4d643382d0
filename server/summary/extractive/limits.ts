/**
 * The extractive summary. The weights of its ranking stand in `summary/extractive/coverage.ts`,
 * beside the formula that they belong to.
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
  minKeyPointWords: 25,
  maxKeyPointWords: 300,
  /** Share of a small room that may be quoted. */
  keyPointShare: 0.27,
  plainRoomWords: 20_000,
  maxDecisions: 20,
  maxActionItems: 20,
  maxOpenQuestions: 20,
  maxAnswered: 20,
  maxConversations: 200,
  /** From this share of messages that call somebody by name, several talks go on at once. */
  threadedShare: 0.15,
  maxLinks: 100,
  maxParticipants: 1_000,
  /** Different links that are counted at once. */
  maxCountedLinks: 20_000,
  /** Messages without an id the room knows more than this often are not told apart by replies. */
  maxReplyTargets: 50_000,
} as const
