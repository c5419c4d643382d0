import type { SentenceParams } from '../../server/contract/sentences.ts'

/** Codes of what the desktop app itself can fail with. */
type HostErrorCode =
  | 'data_folder_fixed'
  | 'folder_unwritable'
  | 'no_program'
  | 'nothing_to_import'
  | 'samples_missing'
  | 'server_address'
  | 'server_certificate'
  | 'server_foreign'
  | 'server_known'
  | 'server_session'
  | 'server_sign_in'
  | 'server_token'
  | 'server_unknown'
  | 'server_unreachable'
  | 'server_upload'
  | 'save_failed'
  | 'unavailable'
  | 'unsafe_link'
  | 'update_cut'
  | 'update_failed'
  | 'update_no_space'
  | 'update_older'
  | 'update_unreachable'
  | 'update_untrusted'
  | 'update_unwritable'
  | 'workbook_missing'

/** A failure that the page shows to the person: a sentence of `server/words`, which says what to do. */
export class HostError<Code extends HostErrorCode = HostErrorCode> extends Error {
  readonly code: Code
  readonly params: Record<string, unknown>

  constructor(code: Code, params: SentenceParams[Code]) {
    super(code)
    this.name = 'HostError'
    this.code = code
    this.params = { ...params }
  }
}
