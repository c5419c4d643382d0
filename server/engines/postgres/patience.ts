import { setTimeout as sleep } from 'node:timers/promises'

/** The database does not answer: it is being restarted, or the network is gone. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
  readonly code = 'database_unavailable'
  /** Whether the statement was never sent. */
  readonly isUnsent: boolean

  constructor(cause: Error, isUnsent: boolean) {
    super(`The database does not answer: ${cause.message}`, { cause })
    this.isUnsent = isUnsent
  }
}

/** Of the system: nobody was there to be told. */
const unsentErrnos = [
  'ECONNREFUSED',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]
const brokenErrnos = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** Of PostgreSQL: starts or stops, has no place for one more; then a connection that ended, for whatever reason. */
const unsentStates = /^(?:57P03|53300)$/
const brokenStates = /^(?:57P0[125]|08...|25P0[34])$/
/** Of `pg`, which has no codes for them. */
const unsentWords = /timeout exceeded when trying to connect|terminated due to connection timeout/
const brokenWords = /Connection terminated|connection error and is not queryable|Query read timeout/

/** The error as it is to be told: one of its own kind where the database was not there. */
export function asTold(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return error
  const code = String((error as { code?: unknown }).code ?? '')
  if (unsentErrnos.includes(code) || unsentStates.test(code) || unsentWords.test(error.message)) {
    return new DatabaseUnavailable(error, true)
  }
  return brokenErrnos.includes(code) || brokenStates.test(code) || brokenWords.test(error.message)
    ? new DatabaseUnavailable(error, false)
    : error
}

/** Milliseconds before the first other try, and between two at most. */
const firstPauseMs = 50
const longestPauseMs = 1_000

/**
 * Does `work` again while the database is not there.
 *
 * @param patienceMs for so long; 0: not once
 * @param isRepeatable whether it may be done again although it may have been done
 */
export async function withPatience<T>(
  patienceMs: number,
  isRepeatable: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + patienceMs
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    try {
      return await work()
    } catch (error) {
      const told = asTold(error)
      const mayGoOn = told instanceof DatabaseUnavailable && (told.isUnsent || isRepeatable)
      if (!mayGoOn || performance.now() + pause > until) throw told
      await sleep(pause)
    }
  }
}
