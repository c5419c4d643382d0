import type { ErrorCode } from '../../contract/errors.ts'

/** Ends an import. The message names the file and says what to do; people read it. */
export class ImportError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'ImportError'
    this.code = code
  }
}
