import type { ImportErrorParams } from '../../contract/import-sentences.ts'
import type { ImportChoices } from '../../contract/imports.ts'
import type { SentenceParams } from '../../contract/sentences.ts'
import { inEnglish } from '../../words/say.ts'
import { wordsOf } from '../../words/words-of.ts'

export type ImportErrorCode = keyof ImportErrorParams | 'bad_request'

/** Ends an import. Its sentence names the file and says what to do; people read it. */
export class ImportError<Code extends ImportErrorCode = ImportErrorCode> extends Error {
  readonly code: Code
  readonly params: Record<string, unknown>
  /** What would let it be read after all. */
  readonly choices: ImportChoices | undefined
  constructor(code: Code, params: SentenceParams[Code], choices?: ImportChoices) {
    super(inEnglish({ code, params }))
    this.name = 'ImportError'
    this.code = code
    this.params = { ...params }
    this.choices = choices
  }
}

export const bomb = (name: string): ImportError =>
  new ImportError('unsafe_archive', { context: 'bomb', name })

export const unsafeName = (name: string, file: string): ImportError =>
  new ImportError('unsafe_archive', { context: 'path', name, file: file.slice(0, 200) })

/** `error` is what the reader of archives said. */
export const brokenArchive = (context: 'zip' | 'tar', name: string, error: unknown): ImportError =>
  new ImportError('unreadable_file', { context, name, text: wordsOf(error) })

/** No room on the disk is no fault of the file that was being read: it ends the import. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
