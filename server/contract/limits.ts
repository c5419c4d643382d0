/**
 * Caps, intervals and sizes that several rooms of the house go by, each with its unit and its reason.
 * A number that one room alone goes by stands in that room, in its own `limits.ts` or beside its only user.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const KIB = 1_024
const MIB = 1_024 * KIB

/** Live channel. Rule numbers refer to docs/events.md. */
export const sseLimits = {
  /** Milliseconds of silence after which a `PING` goes out; below every proxy timeout on the way. */
  pingIntervalMs: 15 * SECOND,
  /** A client takes a peer for dead after this much silence: two pings missed, and some slack. */
  watchdogMs: 40 * SECOND,
  /** Bounds of the jittered `retry:` line, so that a restart is no stampede. */
  retryMinMs: 1_000,
  retryMaxMs: 3_000,
  /** Bytes that may wait for one slow reader, after coalescing, before it is let go: under 1 MB. */
  maxQueuedBytes: 960 * KIB,
  /** A reader that takes nothing for so long is disconnected; it resumes by its cursor. */
  writeDeadlineMs: 30 * SECOND,
  /** A connection is closed after this (jittered 80 to 100 %), so that tokens are checked again. */
  maxConnectionAgeMs: 30 * MINUTE,
  maxConnections: 12_000,
  maxConnectionsPerToken: 12_000,
  /** Rooms that one `rooms=` list may name; more take `rooms=*`. */
  maxRoomsPerStream: 1_000,
  /** Events kept for resume, by count and by bytes, whichever is reached first. */
  eventLogMaxEvents: 50_000,
  eventLogMaxBytes: 64 * MIB,
  maxEventBytes: 256 * KIB,
  maxLastEventIdLength: 128,
  /** Silence after its end event before a stream that has nothing left to say is ended by us. */
  overGraceMs: 5 * SECOND,
  /** Streams end spread over this window when the server drains. */
  drainWindowMs: 2 * SECOND,
} as const

export const httpLimits = {
  maxJsonBytes: 1 * MIB,
  /** One ingestion request; a steady feed sends many. */
  maxIngestBytes: 32 * MIB,
  maxIngestLineBytes: 1 * MIB,
  defaultPageSize: 100,
  /** The window reads all its rooms at once: five pages in turn would keep it waiting five times. */
  maxPageSize: 10_000,
  maxRoomsPerTrigger: 10_000,
  /** Bytes of a body that are still taken after it was refused, so that its sender hears the refusal. */
  maxRefusedBytes: 64 * MIB,
  /** Milliseconds without a byte of a body that is not whole; a slow line sends some each second. */
  bodyIdleMs: 1 * MINUTE,
  /** How long an `Idempotency-Key` is remembered. */
  idempotencyKeyMs: 24 * 60 * MINUTE,
  /** A person waits before the window for the answer of "send a test". */
  settingsTestMs: 45 * SECOND,
  /** SIGTERM must end the process within 10 s; streams and workers get this much of it. */
  shutdownMs: 8 * SECOND,
} as const

export const messageLimits = {
  maxRoomNameLength: 512,
  maxAuthorLength: 512,
  maxSourceIdLength: 512,
  /** Places of a room and messages of each that are read to judge its length: a few milliseconds. */
  samplePlaces: 8,
  samplePerPlace: 64,
  /** Messages that are counted before the event loop gets its turn. */
  countedPerStep: 10_000,
} as const

export const importLimits = {
  /** Bytes of text a sniffer may look at. */
  sampleBytes: 64 * KIB,
  /** Rows per transaction: short, because the main process writes to the same database. */
  rowsPerTransaction: 500,
  /** Example positions kept per kind of trouble. */
  maxExamples: 5,
  /** Rooms of one folder, told apart by names of files alone, from which on it is asked whether they are one. */
  askedFilesOfFolder: 5,
  /** Bridges that an import offers or is told; a network has a handful. */
  maxBridges: 100,
  maxArchiveEntries: 200_000,
  maxArchiveUnpackedBytes: 64 * 1_024 * MIB,
  /** Unpacked to packed size of an archive, all nesting counted, and of one entry; text compresses
   * 20-fold, a bomb a thousandfold. */
  maxArchiveRatio: 200,
  /** Unpacked bytes below which that ratio says nothing: runs of zeros compress well. */
  smallArchiveBytes: 64 * MIB,
  smallEntryBytes: 4 * MIB,
  /** Rows of a table shown to a person who is asked what its columns hold. */
  tableRows: 20,
  /** Columns of such a table; wider ones hold no chat. */
  maxTableColumns: 1_000,
  /** Archives inside archives that are opened; a person packs twice, a bomb endlessly. */
  maxArchiveDepth: 3,
  progressIntervalMs: 250,
  /** The worker does nothing but look at files for so long before it can hear of a cancel. */
  maxBusyMs: 20,
  /** A cancelled import whose worker has not begun to stop by then loses the worker. */
  cancelGraceMs: 3 * SECOND,
} as const

export const reportLimits = {
  /** Statuses per second and report; a transition is always sent. */
  statusIntervalMs: 250,
  /** Reports in flight at once. */
  defaultConcurrency: 4,
  maxConcurrency: 64,
  /** A stage that says nothing for so long has failed; model engines have shorter clocks of their own. */
  stageStallMs: 10 * MINUTE,
  /** A stage that still runs after this has failed, however much it says. */
  stageDeadlineMs: 6 * HOUR,
  /** A state that could not be written down is tried again after this: a locked database, a full disk. */
  keepRetryMs: 1 * SECOND,
  /** Bytes held back on disk, so that a full disk can still be told of: some thousand small writes. */
  reserveBytes: 16 * MIB,
  /** Between two looks at what can wait: the reserve, and workbooks past their retention. */
  upkeepMs: 1 * MINUTE,
  /** Milliseconds in which a report that is to be deleted comes to rest. */
  endMs: 15_000,
  /** First and longest pause before a stage that failed for a passing reason runs again. */
  retryFirstMs: 2 * SECOND,
  retryMaxMs: 30 * SECOND,
  /** First and longest pause before a mail is offered again. */
  deliveryRetryFirstMs: 2 * SECOND,
  deliveryRetryMaxMs: 30 * SECOND,
  /** The longest pause before a recipient that was refused for now is offered the mail again. */
  recipientRetryMaxMs: 10 * MINUTE,
  /** Log lines kept of one report; a later one replaces the newest but one. */
  maxLogLines: 500,
  /** A killed process loses the lines of so long from the store; the log file has them. */
  logFlushMs: 200,
  /** Rooms that ask one model server at once. */
  defaultSummaryConcurrency: 2,
  /** Messages handled before a worker looks at its cancel flag. */
  messagesPerSlice: 1_000,
  /** Bytes; a larger workbook is named in the mail instead of attached. */
  maxAttachmentBytes: 20 * MIB,
} as const

/** What people delete. */
export const trashLimits = {
  /** Rooms, reports or imports that are deleted together. */
  maxAtOnce: 20_000,
  /** Milliseconds in which a delete can be taken back. */
  undoMs: 20_000,
  /** Milliseconds between two steps of removing, for other writers. */
  pauseMs: 5,
} as const

/** Search in all messages, and the worker that does it. */
export const searchLimits = {
  /** Letters of a question; what is behind them is not looked at by anyone. */
  maxQuestionLength: 512,
  /** UTF-16 units of a hit's text; of a longer one the part around its first mark is shown. */
  maxTextLength: 2_000,
  /** Words of a question that are asked for. */
  maxTerms: 16,
  /** Hits are counted up to here; beyond it there are "more than". */
  maxCounted: 10_000,
  /** Messages that go into the index in one transaction: some 20 ms, which another writer may have to wait. */
  rowsPerStep: 1_000,
  /** Milliseconds between two steps, at least; a pause is as long as the step before it. */
  pauseMs: 5,
  /** Milliseconds after which a filling that goes on says how far it is. */
  tellMs: 400,
  /** How often the log of the database is tried to be emptied after words were deleted. */
  maxWriteBacks: 200,
  /** Milliseconds without a question or anything to take in after which the worker gives its memory back. */
  workerIdleMs: 1 * MINUTE,
} as const

/** Rooms that are put together. */
export const roomMergeLimits = {
  /** Rooms that one request puts together. */
  maxAtOnce: 1_000,
  messagesPerStep: 1_000,
  /** Milliseconds without a step after which a merge counts as given up. */
  patienceMs: 10 * MINUTE,
  /** How often a room is read again to which messages come meanwhile. */
  maxRounds: 5,
} as const

/** The people of all rooms. */
export const peopleLimits = {
  /** Names and rooms that are told of one person. */
  maxNames: 12,
  maxRooms: 5,
  /** People that one request may change. */
  maxAtOnce: 1_000,
  /** Suggestions in one answer, and people in one of them: more who are alike go by a common word. */
  maxSuggestions: 50,
  maxSuggested: 8,
  /** Messages of rooms that are counted before others get their turn. */
  messagesPerStep: 50_000,
  /** Milliseconds without a question after which the worker gives its memory back. */
  workerIdleMs: 1 * MINUTE,
} as const

/** A model that runs in a process of this program. */
export const localModelLimits = {
  /** Tokens of the context where the settings name none: what small computers have memory for. */
  contextTokens: 8_192,
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

/** Summaries written by a model over the network. */
export const modelLimits = {
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
  /** Seconds that a person may choose for the patience with a silent server. */
  minSilenceSeconds: 5,
  maxSilenceSeconds: 3_600,
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
  /** Answers to parts of rooms are kept so long after their last use, and up to so many bytes. */
  keepAnswersMs: 30 * 24 * 60 * MINUTE,
  maxKeptAnswerBytes: 64 * MIB,
  /** Answers between two prunings: each reads the size of the whole table. */
  answersPerPruning: 50,
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
  /** Tokens of the context where nothing is known, and what an answer may take of it. */
  contextTokens: 8_192,
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
