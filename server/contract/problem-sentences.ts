import type { Role } from './access.ts'
import type { Reason } from './reason.ts'

type None = Record<never, never>

/** Why a request was refused: codes of `ErrorCode` that `SentenceParams` does not have elsewhere. */
export interface ProblemParams {
  /** `text` is what the reader of the request said. */
  bad_request:
    | { text: string }
    | { context: 'idempotency_key' | 'range' }
    | { context: 'time_zone'; timeZone: string }
  /** `path` names the value, `text` is what its schema says of it. */
  invalid_body:
    { context: 'json' } | { path: string; text: string | Reason } | { context: 'settings' }
  invalid_query:
    | { path: string; text: string }
    | { context: 'cursor' | 'cursor_order' | 'no_rooms' }
    | { context: 'many_rooms'; count: number }
    | { context: 'topic'; topic: string }
  invalid_room_oid: { text: string }
  unauthorized: None
  /** A code by which the desktop app is let in. */
  sign_in_code: None
  /** `role` is of who asks. */
  forbidden: { role: Role; needed: Role; context?: undefined } | { context: 'limited' }
  foreign_host: None
  foreign_origin: None
  not_found:
    | { context: 'trash' | 'token' | 'account' | 'sign_in' }
    | { context: 'trash_over' }
    | { context: 'sheet'; sheet: string }
    | { context: 'summary' | 'transcript' | 'mail' | 'approval_link' }
    | { context: 'summary_item'; list: string; item: string }
    | { context: 'route'; method: string; path: string }
  report_not_found: { report: string }
  import_not_found: { import: string }
  group_not_found: { group: string }
  schedule_not_found: { schedule: string }
  /** `text` is what the reader of the rule said; `never`: no day is like that. */
  invalid_cron: { text: string } | { context: 'never' }
  // why a run of a schedule has failed, or was skipped
  /** The group, or what is left of the rooms of the schedule, has none. */
  no_rooms: None
  run_missed: None
  run_not_started: { reason: Reason }
  /** `count` is the number of reports that failed, or whose mail did. */
  run_failed: { context: 'reports' | 'mails'; count: number }
  person_not_found: { person: string } | { context: 'several' }
  /** No model of the list, or not in the state that the request needs. */
  model_not_found_here: { model: string }
  workbook_not_ready: None
  // why a workbook cannot be looked at; `text` is what the reader of archives or of XML said
  workbook_broken: { text: string }
  workbook_part_broken: { part: string; text: string }
  workbook_part_missing: { part: string }
  workbook_part_large: { part: string }
  workbook_many_parts: None
  workbook_is_none: None
  workbook_missing: { file: string } | { context: 'unnamed' | 'elsewhere' }
  method_not_allowed: { path: string; allow: string; method: string }
  not_acceptable: None
  /** `state` and `next` are states of reports, of their mail or of imports. */
  illegal_transition:
    | { context: 'report'; state: string; next: string }
    | { context: 'delivery'; state: string; next: string }
    | { context: 'cancel' | 'retry' | 'run_next' | 'quotes' | 'delete'; state: string }
    | { context: 'held_elsewhere' }
    | { context: 'merge' }
    | { context: 'dispatch_retry' }
    | { context: 'approval'; state: string; delivery: string }
    | { context: 'choose'; state: string; delivery: string }
    | { context: 'group_in_use'; schedule: string }
    | { context: 'too_many'; count: number }
    | { context: 'run' }
    | { context: 'import_cancel' | 'import_retry' | 'import_remove'; state: string }
  name_taken: { name: string }
  idempotency_conflict: None
  payload_too_large: { text: string } | { context: 'body' | 'line'; limit: number }
  range_not_satisfiable: None
  request_timeout: { seconds: number }
  data_folder_gone: { file: string }
  database_unreachable: None
  too_many_requests: None | { context: 'sign_in'; seconds: number }
  delivery_failed: None
}
