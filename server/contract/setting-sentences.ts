import type { Reason } from './reason.ts'

type None = Record<never, never>

/** Why a setting is refused, or what is kept of it is not used. */
export interface SettingSentenceParams {
  setting_unknown: { setting: string }
  setting_needs_server: { engine: string }
  setting_needs_model: { engine: string }
  setting_password_hidden: None
  setting_at_least: { least: number }
  setting_at_most: { most: number }
  /** Characters, or entries of a list. */
  setting_too_long: { most: number }
  setting_empty: None
  setting_one_of: { values: readonly string[] }
  setting_kind: { context: 'number' | 'text' | 'switch' | 'list' | 'other' }
  setting_form: {
    context: 'url' | 'email' | 'color' | 'zone' | 'folder' | 'webhook_secret' | 'no_login'
  }
  /** `text` is what its schema says. */
  setting_refused: { text: string }
  // what was wrong with the file in which they are kept; `text` is what the system said
  settings_unread: { file: string; text: string }
  settings_no_object: { file: string }
  settings_copy_used: None
  settings_defaults_used: None
  setting_unusable: { file: string | Reason; setting: string; reason: Reason }
  summary_engine_unusable: { reason: Reason }
}
