import type { Reason } from './reason.ts'

type None = Record<never, never>

/** Why an import failed: codes of `ErrorCode`; `context` chooses between the sentences of one code. */
export interface ImportErrorParams {
  /** `file` is the name in the archive. */
  unsafe_archive:
    { context: 'bomb' | 'nested'; name: string } | { context: 'path'; name: string; file: string }
  /** `text` is what the system or the reader of archives said. */
  unreadable_file:
    | { context: 'disk' | 'zip' | 'tar'; name: string; text: string }
    | { context: 'gone'; name: string }
    | { context: 'workbook'; text: Reason }
  nothing_to_import: { context: 'no_files' | 'empty'; name: string } | { context: 'dropped' }
  columns_needed: { file: string; header: string }
  /** `count` is the number of files, `advice` a sentence of `ImportAdviceParams`. */
  unknown_format: {
    name: string
    count: number
    advice: { code: keyof ImportAdviceParams; params: Record<string, unknown> }
  }
}

/** What to do about files that hold no chat we can read. */
export interface ImportAdviceParams {
  supported_formats: { formats: readonly string[] }
  /** `file` comes nearest to `format`; `formats` are those that were tried. */
  nearest_format: { file: string; format: string; formats: readonly string[] }
  advice_telegram_page: None
  advice_discord_page: None
  advice_database: None
  advice_encrypted_backup: None
  advice_bson: None
  advice_outlook: None
  advice_archive: None
}
export type ImportAdvice = Exclude<keyof ImportAdviceParams, 'supported_formats' | 'nearest_format'>

/** What an import warns of. The catalogue knows them as `warning_CODE`. */
export interface WarningParams {
  ambiguous_dates: None
  ambiguous_format: None
  assumed_zone: { timeZone: string }
  bridged_names: None
  broken_characters: None
  columns_needed: None
  count_differs: None
  damaged_file: None
  edit_log: None
  encrypted: None
  impossible_time: None
  line_cut: None
  link_not_followed: { context: 'disk' | 'archive' }
  log_marker: None
  mended_json: None
  no_chat: None
  other_calendar: None
  other_encoding: None
  other_events: None
  partial_file: None
  reaction: None
  sent_file: None
  token_removed: None
  too_large: None
  too_many_edits: None
  undecryptable: None
  unknown_date: None
  unparsed: None
  unreadable_file: None
  unreadable_list: None
  unreadable_time: None
  unsafe_archive: None
}
export type WarningCode = keyof WarningParams
/** A code, where it happened, and parameters if its sentence has any. */
export type WarningArguments<Place> = {
  [Code in WarningCode]: keyof WarningParams[Code] extends never
    ? [code: Code, place: Place]
    : [code: Code, place: Place, params: WarningParams[Code]]
}[WarningCode]

/** The key of a warning in the catalogue; some codes are those of errors as well. */
export const warningKey = (code: string): string => `warning_${code}`
