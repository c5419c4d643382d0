import type { DocumentFailure } from './messages.ts'

/** Why a document cannot be given. */
export class DocumentError extends Error {
  override name = 'DocumentError'
  readonly failure: DocumentFailure

  constructor(failure: DocumentFailure) {
    super(failure.code === 'internal' ? failure.text : failure.code)
    this.failure = failure
  }
}
