import type { ErrorCode } from '../../contract/errors.ts'
import type { ImportChoices } from '../../contract/imports.ts'

/** Ends an import. The message names the file and says what to do; people read it. */
export class ImportError extends Error {
  readonly code: ErrorCode
  /** What would let it be read after all. */
  readonly choices: ImportChoices | undefined
  constructor(code: ErrorCode, message: string, choices?: ImportChoices) {
    super(message)
    this.name = 'ImportError'
    this.code = code
    this.choices = choices
  }
}

export const bomb = (name: string): ImportError =>
  new ImportError(
    'unsafe_archive',
    `${name} unpacks to far more than a chat export holds. Unpack it yourself and import the folder.`,
  )

export const unsafeName = (name: string, file: string): ImportError =>
  new ImportError(
    'unsafe_archive',
    `${name} holds a file name that leads out of the archive (${file.slice(0, 200)}). It was not read.`,
  )

/** No room on the disk is no fault of the file that was being read: it ends the import. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
