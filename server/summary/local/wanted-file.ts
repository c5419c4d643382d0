import type { Reason } from '../../contract/reason.ts'

/** A file that is to come whole, or not at all. */
export interface WantedFile {
  url: string
  /** Where it goes; until then it lies beside it, with `.part` behind its name. */
  file: string
  bytes: number
  /** Of the whole file, in hexadecimal. */
  sha256: string
  /** The proxy that the system names for the address; those of the environment go before it. */
  proxy?: string | undefined
}

/** A download that has ended without a file, with a sentence for people. */
export class DownloadError extends Error {
  override name = 'DownloadError'
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason.code)
    this.reason = reason
  }
}
