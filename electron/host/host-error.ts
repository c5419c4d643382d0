/** A failure that the page shows to the person. `message` says what happened and what to do. */
export class HostError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'HostError'
    this.code = code
  }
}
