import { createModelSlots, type ModelSlots } from './model-slots.ts'

/** What is known of a model server, for all threads and nodes. */
export interface ServerHealth {
  /** Calls in a row that were given up. */
  failures: number
  /** Milliseconds since 1970; until then no room asks this server. */
  closedUntil: number
  /** Why, in a sentence. */
  reason: string
  /** Milliseconds since 1970; until then the server has no room for another call. */
  restUntil: number
}

export const soundHealth: Readonly<ServerHealth> = {
  failures: 0,
  closedUntil: 0,
  reason: '',
  restUntil: 0,
}

/** How a failure counts. */
export interface CountedFailure {
  /** Failures in a row after which the server is left alone. */
  limit: number
  /** Until when, in milliseconds since 1970. */
  closedUntil: number
  reason: string
}

/**
 * What outlives a call to a model server, and the process: answers that were paid for, and the health of
 * servers. Whatever one thread writes, every other one reads.
 */
export interface ModelMemory {
  /** A kept answer, as the JSON value that was kept; null if there is none. Reading it counts as use. */
  answer(key: string): Promise<unknown>
  /**
   * Keeps a JSON value, in the place of an earlier one of this key. What nobody has used for
   * `modelLimits.keepAnswersMs` goes, and what is longest unused beyond `modelLimits.maxKeptAnswerBytes`.
   */
  keepAnswer(key: string, answer: unknown): Promise<void>
  /** {@link soundHealth} for a server that nothing is known of. */
  health(server: string): Promise<ServerHealth>
  saveHealth(server: string, health: ServerHealth): Promise<void>
  /** One failure more, counted in one step: of two threads that fail at once, both count. */
  countFailure(server: string, failure: CountedFailure): Promise<void>
  readonly slots: ModelSlots
}

/** The health of a server that was `health` until one more call was given up. */
export function afterFailure(
  health: Readonly<ServerHealth>,
  { limit, closedUntil, reason }: CountedFailure,
): ServerHealth {
  const failures = health.failures + 1
  // Stays over the limit: after the pause one more failure is enough.
  return failures >= limit
    ? { ...soundHealth, failures, closedUntil, reason }
    : { ...health, failures }
}

/** The same for as long as the object lives; for callers that have no engine. */
export function createModelMemory(): ModelMemory {
  const answers = new Map<string, unknown>()
  const servers = new Map<string, ServerHealth>()
  const healthOf = (server: string): ServerHealth => servers.get(server) ?? soundHealth
  return {
    answer: async (key) => answers.get(key) ?? null,
    keepAnswer: async (key, answer) => void answers.set(key, answer),
    health: async (server) => healthOf(server),
    saveHealth: async (server, health) => void servers.set(server, health),
    countFailure: async (server, failure) =>
      void servers.set(server, afterFailure(healthOf(server), failure)),
    slots: createModelSlots(),
  }
}
