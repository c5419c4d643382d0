import type { ErrorCode } from '../contract/errors.ts'

/** A stage's failure with a stable code and a sentence that says what to do next. */
export class ReportFailure extends Error {
  override name = 'ReportFailure'
  readonly code: ErrorCode
  readonly retryable: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? true
  }
}

const byErrno = {
  ENOSPC: ['storage_full', 'The disk is full. Free some space, then retry.'],
  EDQUOT: ['storage_full', 'Your disk quota is used up. Free some space, then retry.'],
  EROFS: ['storage_unwritable', 'The data folder is read-only. Make it writable, then retry.'],
  ENOTDIR: [
    'storage_unwritable',
    'The reports folder in the data folder is gone or not a folder. Restore it, then retry.',
  ],
  ENOENT: [
    'storage_unwritable',
    'The reports folder in the data folder is gone. Restore it, then retry.',
  ],
  EACCES: [
    'storage_unwritable',
    'The data folder may not be written to. Check its permissions, then retry.',
  ],
  EPERM: [
    'storage_unwritable',
    'The data folder may not be written to. Check its permissions, then retry.',
  ],
} as const satisfies Readonly<Record<string, readonly [ErrorCode, string]>>

/** SQLite's own words: its errors carry no code that says more. */
const byDatabaseWords: readonly [RegExp, ErrorCode, string][] = [
  [/database is locked/i, 'unavailable', 'Another program kept the database locked. Retry.'],
  [/database or disk is full/i, ...byErrno['ENOSPC']],
  [/readonly database|unable to open database|disk i\/o error/i, ...byErrno['EACCES']],
]

function ofDatabase(error: unknown): ReportFailure | null {
  const text = error instanceof Error ? error.message : String(error)
  const known = byDatabaseWords.find(([words]) => words.test(text))
  return known === undefined ? null : new ReportFailure(known[1], known[2], { cause: error })
}

/** Null unless it is the disk or the database that is at fault. */
export function storageFailure(error: unknown): ReportFailure | null {
  const code = (error as NodeJS.ErrnoException | null)?.code
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS'
  return isFull ? toFailure(error, 'internal') : ofDatabase(error)
}

/**
 * Gives any error of a stage its code. What the system says (disk full, read-only) is recognised;
 * everything else takes `fallback`.
 */
export function toFailure(error: unknown, fallback: ErrorCode): ReportFailure {
  if (error instanceof ReportFailure) return error
  const errno: string = (error as NodeJS.ErrnoException | null)?.code ?? ''
  const known = Object.hasOwn(byErrno, errno) ? byErrno[errno as keyof typeof byErrno] : null
  if (known) return new ReportFailure(known[0], known[1], { cause: error })
  const database = ofDatabase(error)
  if (database !== null) return database
  const text = error instanceof Error ? error.message : String(error)
  return new ReportFailure(fallback, text, { cause: error })
}

/** Whether the trouble is a want of space. */
export const isDiskFull = (error: unknown): boolean =>
  toFailure(error, 'internal').code === 'storage_full'
