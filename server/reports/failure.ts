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

const byErrno: Readonly<Record<string, [ErrorCode, string]>> = {
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
}

/**
 * Gives any error of a stage its code. What the system says (disk full, read-only) is recognised;
 * everything else takes `fallback`.
 */
export function toFailure(error: unknown, fallback: ErrorCode): ReportFailure {
  if (error instanceof ReportFailure) return error
  const known = byErrno[(error as NodeJS.ErrnoException | null)?.code ?? '']
  if (known) return new ReportFailure(known[0], known[1], { cause: error })
  const text = error instanceof Error ? error.message : String(error)
  if (/database is locked/i.test(text)) {
    return new ReportFailure('unavailable', 'The database was busy for too long. Retry.', {
      cause: error,
    })
  }
  return new ReportFailure(fallback, text, { cause: error })
}
