type None = Record<never, never>

/** Why the desktop app could not do what the window asked; the codes of `DesktopError`. */
export interface HostProblemParams {
  data_folder_fixed: None
  folder_unwritable: { folder: string }
  /** `text` is what the system or the server said. */
  save_failed: { file: string; text: string } | { context: 'read'; text: string }
  unsafe_link: None
  samples_missing: None
  no_program: { context: 'workbook' } | { context: 'logs'; folder: string }
  invalid_arguments: { text: string }
  /** The manifest of updates is not signed by who published this build. */
  update_untrusted: None
  update_older: { version: string; current: string }
  update_cut: { text: string }
  update_no_space: None
  update_unwritable: { folder: string }
  update_unreachable: { text: string }
  update_failed: { text: string }
  /** What was typed as the address of a server cannot be one. */
  server_address: { context: 'unreadable' | 'password' | 'http' }
  /** `host` is the server's; `text` is what the network says. */
  server_unreachable:
    | { context: 'name' | 'refused' | 'offline' | 'silent'; host: string }
    | { host: string; text: string }
  server_certificate:
    | { context: 'date' | 'name' | 'unknown' | 'revoked'; host: string }
    | { host: string; text: string }
  /** Something answers there, and it is no Rapporteur. */
  server_foreign: { host: string }
  server_token: { host: string }
  /** The session that a sign-in in the browser began is over. */
  server_session: { host: string }
  /** Why a sign-in in the browser came to nothing; `other` is the server that answered, `text` what the server says. */
  server_sign_in:
    | { context: 'missing' | 'refused' | 'late' | 'cancelled'; host: string }
    | { context: 'other'; host: string; other: string }
    | { host: string; text: string }
  server_known: { host: string }
  server_unknown: None
  server_upload: { file: string; text: string }
}
