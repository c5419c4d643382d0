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
}
