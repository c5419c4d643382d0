import type { ErrorCode } from '../contract/errors.ts'
import type { ReportSentenceParams, SentenceParams } from '../contract/sentences.ts'
import { inEnglish } from '../words/say.ts'
import { wordsOf } from '../words/words-of.ts'

/** The codes that a report can fail with. */
export type FailureCode = Extract<ErrorCode, keyof ReportSentenceParams>
type Failure = { [Code in FailureCode]: { code: Code; params: SentenceParams[Code] } }[FailureCode]

/** A stage's failure: a stable code, and parameters for the sentence that says what to do next. */
export class ReportFailure extends Error {
  override name = 'ReportFailure'
  readonly said: Failure
  readonly retryable: boolean

  constructor(said: Failure, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(inEnglish(said), options.cause === undefined ? undefined : { cause: options.cause })
    this.said = said
    this.retryable = options.retryable ?? true
  }

  get code(): FailureCode {
    return this.said.code
  }
}

const full: Failure = { code: 'storage_full', params: {} }
const unwritable = (context: SentenceParams['storage_unwritable']['context']): Failure => ({
  code: 'storage_unwritable',
  params: { context },
})

const byErrno: Readonly<Record<string, Failure>> = {
  ENOSPC: full,
  EDQUOT: { code: 'storage_full', params: { context: 'quota' } },
  EROFS: unwritable('read_only'),
  ENOTDIR: unwritable('gone'),
  // A file stands where the folder should be.
  EEXIST: unwritable('gone'),
  ENOENT: unwritable('gone'),
  EACCES: unwritable('forbidden'),
  EPERM: unwritable('forbidden'),
  // A database server that is away, or whose disk is full.
  database_unavailable: { code: 'unavailable', params: { context: 'database' } },
  blobs_unavailable: { code: 'unavailable', params: { context: 'blobs' } },
  blobs_refused: unwritable('refused'),
  '53100': full,
}

/** SQLite's own words: its errors carry no code that says more. */
const byDatabaseWords: readonly [RegExp, Failure][] = [
  [/database is locked/i, { code: 'unavailable', params: { context: 'locked' } }],
  [/database or disk is full/i, full],
  [/malformed|not a database/i, { code: 'storage_damaged', params: {} }],
  [/readonly database|unable to open database|disk i\/o error/i, unwritable('forbidden')],
]

function ofDatabase(error: unknown): ReportFailure | null {
  const known = byDatabaseWords.find(([words]) => words.test(wordsOf(error)))
  return known === undefined ? null : new ReportFailure(known[1], { cause: error })
}

/** Null unless it is the disk or the database that is at fault. */
export function storageFailure(error: unknown): ReportFailure | null {
  const code = (error as NodeJS.ErrnoException | null)?.code
  const isStorage = [
    'ENOSPC',
    'EDQUOT',
    'EROFS',
    'database_unavailable',
    'blobs_unavailable',
    'blobs_refused',
    '53100',
  ].includes(code ?? '')
  return isStorage ? toFailure(error, 'internal') : ofDatabase(error)
}

/**
 * Gives any error of a stage its code. What the system says (disk full, read-only) is recognised;
 * everything else takes `fallback`.
 */
export function toFailure(
  error: unknown,
  fallback: 'internal' | 'summary_failed' | 'workbook_failed',
): ReportFailure {
  if (error instanceof ReportFailure) return error
  const errno: string = (error as NodeJS.ErrnoException | null)?.code ?? ''
  const known = Object.hasOwn(byErrno, errno) ? byErrno[errno] : undefined
  if (known !== undefined) return new ReportFailure(known, { cause: error })
  const params = { text: wordsOf(error) }
  return ofDatabase(error) ?? new ReportFailure({ code: fallback, params }, { cause: error })
}

/** Whether the trouble is a want of space. */
export const isDiskFull = (error: unknown): boolean =>
  toFailure(error, 'internal').code === 'storage_full'
