/**
 * Caps, intervals and sizes that several rooms of the house go by, each with its unit and its reason.
 * A number that one room alone goes by stands in that room, in its own `limits.ts` or beside its only user.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
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

export type SseLimits = { readonly [Name in keyof typeof sseLimits]: number }

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
  /** Messages that were changed after a report had told them, and that are named by their time. */
  changedNamed: 3,
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
  /** Rows per transaction: short, because the main process writes to the same database. */
  rowsPerTransaction: 500,
  /** Bridges that an import offers or is told; a network has a handful. */
  maxBridges: 100,
  /** Columns of such a table; wider ones hold no chat. */
  maxTableColumns: 1_000,
} as const

export const reportLimits = {
  /** Reports in flight at once. */
  defaultConcurrency: 4,
  maxConcurrency: 64,
  /** Log lines kept of one report; a later one replaces the newest but one. */
  maxLogLines: 500,
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
} as const

/** Search in all messages, and the worker that does it. */
export const searchLimits = {
  /** Letters of a question; what is behind them is not looked at by anyone. */
  maxQuestionLength: 512,
  /** Words of a question that are asked for. */
  maxTerms: 16,
  /** Hits are counted up to here; beyond it there are "more than". */
  maxCounted: 10_000,
  /** Messages that go into the index in one transaction: some 20 ms, which another writer may have to wait. */
  rowsPerStep: 1_000,
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
  /** People in one suggestion: more who are alike go by a common word. */
  maxSuggested: 8,
  /** Messages of rooms that are counted before others get their turn. */
  messagesPerStep: 50_000,
} as const

/** Rooms under one name. */
export const groupLimits = {
  maxNameLength: 200,
  maxGroups: 1_000,
} as const

/** Reports that are made at set times. */
export const scheduleLimits = {
  maxSchedules: 1_000,
  maxCronLength: 200,
  /** Runs ahead that are shown of each schedule. */
  shownRuns: 5,
  /**
   * Milliseconds between two looks at the clock: a timer that was set for a week ends too late where the computer
   * has slept meanwhile.
   */
  lookMs: 20 * SECOND,
  /** A run that begins so much later than planned counts as missed: nothing ran at its time. */
  graceMs: 10 * MINUTE,
  /** Runs kept of each schedule; two years of every day. */
  maxRunsKept: 730,
} as const

/** Summaries written by a model over the network. */
export const modelLimits = {
  /** Seconds that a person may choose for the patience with a silent server. */
  minSilenceSeconds: 5,
  maxSilenceSeconds: 3_600,
  /** Answers to parts of rooms are kept so long after their last use, and up to so many bytes. */
  keepAnswersMs: 30 * 24 * 60 * MINUTE,
  maxKeptAnswerBytes: 64 * MIB,
  /** Answers between two prunings: each reads the size of the whole table. */
  answersPerPruning: 50,
  /** Tokens of the context where nothing is known, and what an answer may take of it. */
  contextTokens: 8_192,
  /** The same for a model in a process of this program: what small computers have memory for. */
  localContextTokens: 8_192,
} as const

/** What people may change of a summary. */
export const choiceLimits = {
  /** Characters of a text; a message that is quoted in full is rarely longer. */
  maxItemText: 4_000,
  /** Characters of a name. */
  maxOwner: 200,
  /** Choices of one report, so that none grows without end. */
  maxChoices: 1_000,
} as const

/** What a request may say of connections. */
export const connectionApiLimits = {
  /** Characters of a name, an address, an id of a service. */
  maxTextLength: 500,
  /** Characters of a token. */
  maxSecretLength: 8_000,
  maxRoomsAtOnce: 1_000,
} as const

/** What a filter of messages names at most; lengths in characters. */
export const filterLimits = { people: 50, nameLength: 200, keyword: 200, thread: 512 } as const

/** Groups of people of one person or one limit, and characters of the name of each. */
export const accessLimits = {
  maxGroups: 200,
  maxGroupName: 200,
  /** Limits of rooms that are changed by one request; with ids and names of usual length far below `maxJsonBytes`. */
  maxLimitsAtOnce: 1_000,
} as const
