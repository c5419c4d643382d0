import type { Reason } from './reason.ts'

type None = Record<never, never>

/** Why the server does not start, or must end; the codes of `SentenceError`. */
export interface StartSentenceParams {
  /** `pid` names the process that works there, `since` is an ISO instant; `copied`: two have the same `node-id`. */
  data_folder_in_use:
    | { folder: string; context?: undefined }
    | { context: 'here'; folder: string; pid: number; since: string }
    | { context: 'elsewhere'; folder: string; pid: number; since: string; host: string }
    | { context: 'copied' }
  folder_is_file: { folder: string }
  port_in_use: { port: number }
  port_forbidden: { port: number }
  /** It has schema `version`, and this program knows the first `known` ones. */
  storage_newer: { context: 'folder' | 'database'; version: number; known: number }
  /** `place` names a database or a store of files. */
  place_unusable: { place: Reason; reason: Reason }
  place_database: { database: string; host: string }
  place_folder: { folder: string }
  place_bucket: { bucket: string; host: string }
  database_server_old: { version: number; needed: number }
  database_encoding: { encoding: string }
  blobs_foreign: None
  blobs_not_mounted: None
}
