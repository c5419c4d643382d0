const SECOND = 1_000
const MINUTE = 60 * SECOND
const KIB = 1_024
const MIB = 1_024 * KIB

/** Summaries written by a model over the network. */
export const summaryLimits = {
  /** Milliseconds until the head of the answer: a server elsewhere, and one here that loads a model. */
  headersMs: 1 * MINUTE,
  localHeadersMs: 2 * MINUTE,
  /** Milliseconds without a byte; comments and reasoning count as life. */
  idleMs: 1 * MINUTE,
  localIdleMs: 5 * MINUTE,
  /** Milliseconds between two signs of life of a call whose text nobody sees; far below a stage's silence. */
  signOfLifeMs: 10 * SECOND,
  /** Milliseconds without a word of the model after which people are told, and told again. */
  tellSilenceMs: 40 * SECOND,
  /** Milliseconds for one call, and for all calls of one room. */
  callMs: 10 * MINUTE,
  roomMs: 60 * MINUTE,
  /** Tries of one call, the first included. */
  maxTries: 3,
  /** Milliseconds of the first pause between tries; doubled each time, jittered, up to the cap. */
  backoffMs: 500,
  maxBackoffMs: 8 * SECOND,
  /** A server that asks for a longer wait than this is given up for now. */
  maxRetryAfterMs: 1 * MINUTE,
  /** After "quota used up" no room asks the server for this long. */
  breakerMs: 10 * MINUTE,
  /** The longest that a server is left alone because it has asked for it. */
  maxPauseMs: 60 * MINUTE,
  /** Calls in a row that were given up, of all rooms, after which the server is left alone ... */
  failuresToPause: 3,
  /** ... for this long; short, because somebody may be starting it just now. */
  outagePauseMs: 30 * SECOND,
  /** Calls that one room makes at once: a server here has one processor, one elsewhere has many. */
  localCalls: 1,
  remoteCalls: 3,
  /** Bytes of one answer, and of one error, that are read. */
  maxAnswerBytes: 4 * MIB,
  maxErrorBytes: 64 * KIB,
  /** UTF-16 units of a server's refusal that are kept. */
  maxErrorLength: 310,
  /** UTF-16 units from which on a key in an answer is taken for one; `ollama` is a placeholder. */
  minSecretLength: 8,
  /** Milliseconds added to a wait that a server has told in words, which it rounds. */
  toldWaitGraceMs: 100,
  /** Beginnings of an object that are looked at in an answer: a model that writes braces has no end. */
  maxObjectStarts: 200,
  answerTokens: 4_000,
  /** The same for Anthropic and OpenAI, whose present models all read at least as much. */
  anthropicContextTokens: 200_000,
  openaiContextTokens: 128_000,
  /** The most that is planned for: models lose the middle of longer prompts. */
  maxContextTokens: 200_000,
  /** Tokens that an answer mostly has, to say before a run what it may cost. */
  usualAnswerTokens: 1_000,
  /** Tokens of an answer that is worth paying for, and of one where the cost of a report is capped. */
  minAnswerTokens: 400,
  cappedAnswerTokens: 1_500,
  /** Tokens of the quotes that accompany the merging, to say before a run what it may cost. */
  quoteTokens: 600,
  /** Milliseconds for a small question to a server, such as the size of its context. */
  lookupMs: 5 * SECOND,
  /** Share of the context that is planned for; estimates of tokens are off by up to a third. */
  contextShare: 0.75,
  minChunkTokens: 512,
  /** Parts a room is read in; a longer one is cut down to its most telling conversations first. */
  maxChunks: 40,
  /** Times a part is halved because the server's context was smaller than told. */
  maxHalvings: 4,
  /** UTF-16 units of one message that are sent: head and tail. */
  messageHead: 2_400,
  messageTail: 800,
  /** Verbatim quotes that accompany the merging of the parts. */
  maxQuotes: 40,
  maxItems: 20,
  maxItemLength: 500,
  maxHeadlineLength: 300,
  /** UTF-16 units of what a model calls a conversation. */
  maxTitleLength: 120,
  /** Milliseconds for one test of a server: a local one may have to load its model first. */
  probeMs: 2 * MINUTE,
  /** Tokens of the answer to a test: the answer is tiny, but a reasoning model thinks first. */
  probeTokens: 2_000,
  /** Models of a server that are listed. */
  maxListedModels: 1_000,
} as const
