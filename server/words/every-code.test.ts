import { expect, it } from 'vitest'
import { errorCodes } from '../contract/errors.ts'
import { warningKey, type WarningParams } from '../contract/import-sentences.ts'
import { stages } from '../contract/reports.ts'
import type { SentenceCode, SentenceParams } from '../contract/sentences.ts'
import { en } from './en.ts'
import { say } from './say.ts'

const x = '§'
const reason = { code: 'model_auth', params: {} }
const server = { model: x, host: x, reason }
const none = [{}]

/** Every code with every choice among its sentences; one that is missing here does not compile. */
const sentences: { [Code in SentenceCode]: SentenceParams[Code][] } = {
  not_an_address: [{ address: x }],
  nobody_to_send_to: none,
  no_workbook_to_send: [{ file: x }],
  mail_kept_as: [{ file: x }],
  mail_not_kept: [{ text: x }],
  mail_accepted: [{ sent: 1, of: 2, text: x }],
  mail_partly_accepted: [{ sent: 1, of: 2, text: x, refused: x }],
  mail_refused: [{ text: x }],
  mail_not_sent: [{ text: x }],
  mail_not_answered: [{ text: x }],
  mail_stopped: none,
  destination_unset: [{ context: 'folder' }, { context: 'webhook' }, { context: 'secret' }],
  destination_report_gone: none,
  folder_put: [{ file: x }],
  folder_not_there: [{ folder: x }],
  folder_not_written: [{ folder: x, text: x }],
  webhook_accepted: [{ status: 200 }],
  webhook_refused: [{ status: 500 }],
  webhook_redirected: [{ status: 302 }],
  webhook_gone: none,
  webhook_forbidden_place: [{ host: x }],
  webhook_unreached: [{ text: x }],
  webhook_too_slow: [{ seconds: 20 }],
  setting_unknown: [{ setting: x }],
  setting_needs_server: [{ engine: x }],
  setting_needs_model: [{ engine: x }],
  setting_password_hidden: none,
  setting_at_least: [{ least: 1 }],
  setting_at_most: [{ most: 1 }],
  setting_too_long: [{ most: 1 }],
  setting_empty: none,
  setting_one_of: [{ values: [x, x] }],
  setting_kind: (['number', 'text', 'switch', 'list', 'other'] as const).map((context) => ({
    context,
  })),
  setting_form: (
    ['url', 'email', 'color', 'zone', 'folder', 'webhook_secret', 'no_login'] as const
  ).map((context) => ({ context })),
  setting_refused: [],
  settings_unread: [{ file: x, text: x }],
  settings_no_object: [{ file: x }],
  settings_copy_used: none,
  settings_defaults_used: none,
  setting_unusable: [{ file: x, setting: x, reason }],
  summary_engine_unusable: [{ reason }],
  workbook_broken: [{ text: x }],
  workbook_part_broken: [{ part: x, text: x }],
  workbook_part_missing: [{ part: x }],
  workbook_part_large: [{ part: x }],
  workbook_many_parts: none,
  workbook_is_none: none,
  summary_noted: [],
  cut_for_length: [{ parts: 2 }],
  cut_for_cost: [{ cost: x, most: 1 }],
  orders_in_messages: [{ count: 1 }, { count: 2 }],
  logo_no_file: [{ file: x }],
  logo_too_large: [{ file: x, most: 2 }],
  logo_no_picture: [{ file: x }],
  logo_unread: [{ file: x, text: x }],
  logo_damaged: none,
  waiting_for_turn: none,
  runs_next: none,
  goes_on: none,
  trying_again: [{ seconds: 2, reason }],
  collecting: none,
  summarizing: none,
  writing: none,
  waiting_for_model_place: none,
  waiting_for_model: [{ seconds: 2, reason }],
  reading_part: [{ part: 1, parts: 2 }],
  model_silent: [{ seconds: 2, model: x }],
  merging_parts: [{ parts: 2 }],
  waiting_for_reports: [{ count: 1 }, { count: 2 }],
  workbook_ready: none,
  workbook_ready_without_model: [{ reason }],
  workbook_ready_without_service: [{ reason }],
  service_writes: [{ host: x }],
  service_unreachable: [{ host: x, text: x }],
  service_silent: [{ host: x, seconds: 60 }],
  service_broke_off: [{ host: x }],
  service_refused: [{ host: x, status: 500, text: x }],
  service_redirects: [{ host: x }],
  service_wrong_answer: (
    ['type', 'encoding', 'checksum', 'workbook', 'macros', 'large', 'unpacked'] as const
  ).map((context) => ({ host: x, context })),
  service_stays_here: [{ host: x }],
  nothing_to_report: none,
  overview_incomplete: [
    { count: 1, rooms: x },
    { count: 2, rooms: x },
  ],
  cancelling: none,
  cancelled: none,
  failed: [{ reason }],
  mail_again: none,
  mail_with_others: none,
  mail_waiting: [{ seconds: 2, reason }],
  mail_sending: [{ count: 1 }, { count: 2 }],
  mail_sent: [{ count: 1 }, { count: 2 }],
  mail_saved: [{ count: 1 }, { count: 2 }],
  mail_failed: [{ reason }],
  mail_partly_sent: [
    { sent: 1, count: 1, reason },
    { sent: 1, count: 2, reason },
  ],
  mail_uncertain: [{ reason }],
  stage_done: stages.map((stage) => ({ stage })),
  stage_again: stages.map((stage) => ({ stage })),
  attempt_begins: [{ attempt: 2 }],
  workbook_expired: [{ count: 1 }, { count: 2 }],
  storage_full: [{}, { context: 'quota' }, { context: 'import' }],
  storage_unwritable: [
    { context: 'read_only' },
    { context: 'gone' },
    { context: 'forbidden' },
    { context: 'refused' },
  ],
  storage_damaged: none,
  unavailable: [
    { context: 'locked' },
    { context: 'database' },
    { context: 'blobs' },
    { context: 'stopping' },
    { context: 'streams' },
    { context: 'not_started' },
  ],
  stage_stalled: [
    { context: 'late', count: 1 },
    { context: 'late', count: 2 },
    { context: 'silent', count: 1 },
    { context: 'silent', count: 2 },
  ],
  worker_crashed: [{ why: x }, { context: 'import', name: x }],
  room_not_found: [{ room: x }, { context: 'asked', room: x }, { context: 'of_report' }],
  internal: [
    { text: x },
    { context: 'import', text: x },
    { context: 'collected_gone' },
    { context: 'stage_gone' },
    { context: 'logged' },
    { context: 'desktop' },
  ],
  summary_failed: [{ text: x }],
  workbook_failed: [{ text: x }, { context: 'logo', text: x }],
  overview_without_reports: [{ count: 1 }, { count: 2 }],
  workbook_gone: none,
  room_or_summary_gone: none,
  ended_while_sending: none,
  model_rests: none,
  verbatim: [],
  overview_made: [{ count: 1 }, { count: 2 }],
  summary_quotes: none,
  summary_by_model: [{ model: x, host: x }],
  model_unavailable: [server],
  model_too_dear: [server],
  room_stays_here: [{ model: x, host: x }],
  quotes_asked: [{ model: x, host: x }],
  model_said: [{ reason, text: x }],
  model_aborted: none,
  model_auth: none,
  model_bad_request: none,
  model_budget: none,
  model_call_timeout: none,
  model_context: none,
  model_empty: none,
  model_headers_timeout: none,
  model_idle_timeout: none,
  model_length: none,
  model_network: none,
  model_not_found: none,
  model_paused: none,
  model_protocol: none,
  model_quota: none,
  model_rate: none,
  model_refused: none,
  model_server: none,
  model_truncated: none,
  model_unknown: none,
  probe_quotes: none,
  probe_ready: (['schema', 'json', 'text'] as const).map((context) => ({
    context,
    model: x,
    place: { code: 'probe_here', params: {} },
  })),
  probe_here: none,
  probe_elsewhere: [{ host: x }],
  probe_declined: [{ model: x }],
  probe_wrong_form: [{ model: x }],
  probe_slow: [{ host: x, seconds: 2 }],
  probe_failed: [{ host: x, reason }],
  probe_failed_so: [
    { host: x, reason, advice: { code: 'probe_advice', params: { context: 'key' } } },
  ],
  probe_advice: (
    ['key', 'quota', 'network', 'missing', 'v1', 'protocol', 'length', 'later'] as const
  ).map((context) => ({ context })),
  unsafe_archive: [
    { context: 'bomb', name: x },
    { context: 'nested', name: x },
    { context: 'path', name: x, file: x },
  ],
  unreadable_file: [
    { context: 'disk', name: x, text: x },
    { context: 'zip', name: x, text: x },
    { context: 'tar', name: x, text: x },
    { context: 'gone', name: x },
    { context: 'workbook', text: reason },
  ],
  nothing_to_import: [
    { context: 'no_files', name: x },
    { context: 'empty', name: x },
    { context: 'dropped' },
  ],
  columns_needed: [{ file: x, header: x }],
  unknown_format: [
    { name: x, count: 1, advice: { code: 'advice_bson', params: {} } },
    { name: x, count: 2, advice: { code: 'supported_formats', params: { formats: ['live'] } } },
  ],
  nearest_format: [{ file: x, format: 'irc', formats: ['irc', 'live'] }],
  supported_formats: [{ formats: ['irc', 'live'] }],
  advice_telegram_page: none,
  advice_discord_page: none,
  advice_database: none,
  advice_encrypted_backup: none,
  advice_bson: none,
  advice_outlook: none,
  advice_archive: none,
  bad_request: [
    { text: x },
    { context: 'idempotency_key' },
    { context: 'range' },
    { context: 'time_zone', timeZone: x },
  ],
  invalid_body: [{ context: 'json' }, { context: 'settings' }, { path: x, text: x }],
  invalid_query: [
    { path: x, text: x },
    { context: 'cursor' },
    { context: 'cursor_order' },
    { context: 'no_rooms' },
    { context: 'many_rooms', count: 2 },
    { context: 'topic', topic: x },
  ],
  invalid_room_oid: [{ text: x }],
  unauthorized: none,
  forbidden: [{ role: 'viewer', needed: 'operator' }],
  name_taken: [{ name: 'nightly' }],
  foreign_host: none,
  foreign_origin: none,
  not_found: [
    { context: 'sheet', sheet: x },
    { context: 'summary' },
    { context: 'summary_item', list: x, item: x },
    { context: 'transcript' },
    { context: 'trash' },
    { context: 'token' },
    { context: 'account' },
    { context: 'sign_in' },
    { context: 'trash_over' },
    { context: 'route', method: x, path: x },
  ],
  report_not_found: [{ report: x }],
  import_not_found: [{ import: x }],
  group_not_found: [{ group: x }],
  schedule_not_found: [{ schedule: x }],
  invalid_cron: [{ text: x }, { context: 'never' }],
  no_rooms: none,
  run_missed: none,
  run_not_started: [{ reason }],
  run_failed: [
    { context: 'reports', count: 1 },
    { context: 'reports', count: 2 },
    { context: 'mails', count: 1 },
    { context: 'mails', count: 2 },
  ],
  person_not_found: [{ person: x }, { context: 'several' }],
  model_not_found_here: [{ model: x }],
  model_not_loaded: (['engine', 'file', 'model', 'ended', 'slow'] as const).map((context) => ({
    context,
    text: x,
  })),
  download_no_room: [{ needed: 2, free: 1 }],
  download_wrong: [{ text: x }],
  download_changed: [{ text: x }],
  download_refused: [{ text: x }],
  download_broken: [{ text: x }],
  workbook_not_ready: none,
  workbook_missing: [{ file: x }, { context: 'unnamed' }, { context: 'elsewhere' }],
  method_not_allowed: [{ path: x, allow: x, method: x }],
  not_acceptable: none,
  illegal_transition: [
    { context: 'report', state: 'queued', next: 'finished' },
    { context: 'delivery', state: 'sent', next: 'pending' },
    { context: 'cancel', state: 'failed' },
    { context: 'retry', state: 'writing' },
    { context: 'run_next', state: 'collecting' },
    { context: 'quotes', state: 'writing' },
    { context: 'delete', state: 'finished' },
    { context: 'merge' },
    { context: 'dispatch_retry' },
    { context: 'choose', state: x, delivery: x },
    { context: 'group_in_use', schedule: x },
    { context: 'too_many', count: 2 },
    { context: 'run' },
    { context: 'import_cancel', state: 'cancelled' },
    { context: 'import_retry', state: 'reading' },
    { context: 'import_remove', state: 'reading' },
  ],
  idempotency_conflict: none,
  payload_too_large: [{ text: x }, { context: 'body', limit: 1 }, { context: 'line', limit: 1 }],
  range_not_satisfiable: none,
  request_timeout: [{ seconds: 2 }],
  data_folder_gone: [{ file: x }],
  too_many_requests: none,
  data_folder_fixed: none,
  folder_unwritable: [{ folder: x }],
  save_failed: [
    { file: x, text: x },
    { context: 'read', text: x },
  ],
  unsafe_link: none,
  samples_missing: none,
  no_program: [{ context: 'workbook' }, { context: 'logs', folder: x }],
  invalid_arguments: [{ text: x }],
  update_untrusted: none,
  update_older: [{ version: x, current: x }],
  update_cut: [{ text: x }],
  update_no_space: none,
  update_unwritable: [{ folder: x }],
  update_unreachable: [{ text: x }],
  update_failed: [{ text: x }],
  delivery_failed: none,
}

const warnings: { [Code in keyof WarningParams]: WarningParams[Code][] } = {
  ambiguous_dates: none,
  ambiguous_format: none,
  assumed_zone: [{ timeZone: x }],
  bridged_names: none,
  broken_characters: none,
  columns_needed: none,
  count_differs: none,
  damaged_file: none,
  edit_log: none,
  encrypted: none,
  impossible_time: none,
  line_cut: none,
  link_not_followed: [{ context: 'disk' }, { context: 'archive' }],
  log_marker: none,
  mended_json: none,
  no_chat: none,
  other_calendar: none,
  other_encoding: none,
  other_events: none,
  partial_file: none,
  reaction: none,
  sent_file: none,
  token_removed: none,
  too_large: none,
  too_many_edits: none,
  undecryptable: none,
  unknown_date: none,
  unparsed: none,
  unreadable_file: none,
  unreadable_list: none,
  unreadable_time: none,
  unsafe_archive: none,
}

const all = [
  ...Object.entries(sentences).map(([code, each]) => ({ code, each })),
  ...Object.entries(warnings).map(([code, each]) => ({ code: warningKey(code), each })),
].flatMap(({ code, each }) => each.map((params) => ({ code, params })))

/** What is typed as it stands, in any language. */
const typed = /„[^“]*“|"[^"]*"|\S*[=/]\S*|[A-Z]+_[A-Z_]+/g
/** Runs of three words: none of an English sentence may stand in its German one. */
const runs = (text: string): string[] => {
  const words = text.replace(typed, ' ').match(/[\p{L}']+/gu) ?? []
  return words.slice(2).map((_, index) => words.slice(index, index + 3).join(' '))
}

it.each(all)('says $code of $params in both languages, with all that is filled in', (said) => {
  const english = say('en', said, '')
  const german = say('de', said, '')
  for (const text of [english, german]) {
    expect(text).not.toBe('')
    expect(text).not.toMatch(/\{\{|undefined|\[object/)
  }
  expect(german).not.toBe(english)
  expect(runs(german).filter((run) => runs(english).includes(run))).toEqual([])
  const filled = (text: string): number => text.split(x).length
  expect(filled(german)).toBe(filled(english))
})

it('has a sentence for every error code of the contract', () => {
  const known = new Set(Object.keys(sentences))
  expect(errorCodes.filter((code) => !known.has(code))).toEqual([])
})

it('has no sentence that no code says', () => {
  const lists = /^(?:state|stage|source|role)_/
  const spoken = new Set<string>()
  for (const { code, params } of all) {
    const { context, count } = params as { context?: string; count?: number }
    const key = context === undefined ? code : `${code}_${context}`
    spoken.add(count === undefined ? key : `${key}_${count === 1 ? 'one' : 'other'}`).add(key)
  }
  const unsaid = Object.keys(en).filter((key) => !spoken.has(key) && !lists.test(key))
  // These two are nothing but what they are filled with.
  expect(unsaid).toEqual(['setting_refused', 'summary_noted', 'verbatim'])
})
