import type { DocumentFailure } from './messages.ts'

/** Why a document cannot be given, in a sentence that says what to do next. */
export class DocumentError extends Error {
  override name = 'DocumentError'
  readonly code: DocumentFailure['code']

  constructor(code: DocumentFailure['code'], message: string) {
    super(message)
    this.code = code
  }
}
