import { connections } from './en-connections.ts'
import { delivery } from './en-delivery.ts'
import { host } from './en-host.ts'
import { imports } from './en-imports.ts'
import { problems } from './en-problems.ts'
import { service } from './en-service.ts'
import { setting } from './en-setting.ts'
import { start } from './en-start.ts'
import { summary } from './en-summary.ts'

/**
 * What reports say of themselves, in English; the keys are the codes of `server/contract/sentences.ts`.
 * A count uses i18next's `_one` and `_other`. `{{reason}}` is a sentence of this catalogue.
 */
export const en = {
  ...connections,
  ...delivery,
  ...host,
  ...imports,
  ...problems,
  ...service,
  ...setting,
  ...start,
  ...summary,

  waiting_for_turn: 'Waiting for its turn',
  runs_next: 'Runs next',
  goes_on: 'Goes on after an interruption',
  trying_again: 'Trying again in {{seconds}} s: {{reason}}',

  collecting: 'Collecting messages',
  summarizing: 'Writing the summary',
  writing: 'Building the workbook',
  waiting_for_model_place: 'Waiting for the model server',
  waiting_for_model: 'Waiting {{seconds}} s for the model server: {{reason}}',
  reading_part: 'Reading part {{part}} of {{parts}}',
  model_silent: '{{model}} has said nothing for {{seconds}} s',
  merging_parts: 'Putting {{parts}} parts together',
  waiting_for_reports_one: 'Waiting for 1 report',
  waiting_for_reports_other: 'Waiting for {{count}} reports',

  workbook_ready: 'Workbook ready',
  workbook_ready_without_model: 'Workbook ready, without the model: {{reason}}',
  workbook_ready_not_all_read: 'Workbook ready, but not complete: {{reason}}',
  nothing_to_report: 'Nothing to report',
  workbook_ready_changed:
    'Workbook ready; of what an earlier report told, edited: {{edited}}, deleted: {{deleted}}',
  nothing_to_report_changed:
    'Nothing new; of what an earlier report told, edited: {{edited}}, deleted: {{deleted}}',
  nothing_to_report_not_all_read: 'Nothing to report so far: {{reason}}',
  overview_incomplete_one: 'Overview ready, without 1 room that has no report: {{rooms}}',
  overview_incomplete_other:
    'Overview ready, without {{count}} rooms that have no report: {{rooms}}',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
  failed: '{{reason}}',

  mail_again: 'Workbook ready, the mail is tried again',
  waits_for_approval: 'Workbook ready, waits for approval',
  approved: 'Approved',
  not_approved: 'Not approved, so it goes to nobody',
  mail_with_others: 'Workbook ready; the mail goes out with the other reports of its request',
  mail_waiting: 'Workbook ready; waiting {{seconds}} s for the mail server: {{reason}}',
  mail_sending_one: 'Workbook ready, sending to 1 recipient',
  mail_sending_other: 'Workbook ready, sending to {{count}} recipients',
  mail_sent_one: 'Workbook ready, sent to 1 recipient',
  mail_sent_other: 'Workbook ready, sent to {{count}} recipients',
  mail_saved_one: 'Workbook ready, mail to 1 recipient saved in the outbox',
  mail_saved_other: 'Workbook ready, mail to {{count}} recipients saved in the outbox',
  mail_failed: 'Workbook ready, but the mail was not sent: {{reason}}',
  mail_partly_sent_one: 'Workbook ready, sent to {{sent}} of 1 recipient, but not to {{reason}}',
  mail_partly_sent_other:
    'Workbook ready, sent to {{sent}} of {{count}} recipients, but not to {{reason}}',
  mail_uncertain: 'Workbook ready; it is uncertain whether the mail arrived: {{reason}}',

  stage_collecting: 'collecting',
  stage_summarizing: 'summarizing',
  stage_writing: 'writing',
  stage_done: 'Done with {{stage}}',
  stage_again: 'What {{stage}} had made was of another version; it is made again',
  attempt_begins: 'Attempt {{attempt}} begins',
  workbook_expired_one: 'The workbook was removed after 1 day',
  workbook_expired_other: 'The workbook was removed after {{count}} days',

  storage_full: 'The disk is full. Free some space, then retry.',
  storage_full_import: 'The disk is full. Free some space and import the file again.',
  storage_full_quota: 'Your disk quota is used up. Free some space, then retry.',
  storage_damaged:
    'The database rapporteur.db in the data folder is damaged. Quit Rapporteur, then put a backup in its place or run "npm run rescue".',
  storage_unwritable_read_only: 'The data folder is read-only. Make it writable, then retry.',
  storage_unwritable_gone:
    'The reports folder in the data folder is gone or not a folder. Restore it, then retry.',
  storage_unwritable_refused:
    'The object store refuses to take files. Check its bucket and its key, then retry.',
  storage_unwritable_forbidden:
    'The data folder may not be written to. Check its permissions, then retry.',
  unavailable_locked: 'Another program kept the database locked. Retry.',
  unavailable_database: 'The database server does not answer. Try again later.',
  unavailable_blobs: 'The object store does not answer. Try again later.',
  unavailable_stopping: 'The server is stopping.',
  stage_stalled_late_one: 'It was not done after 1 minute. Retry, or choose a shorter period.',
  stage_stalled_late_other:
    'It was not done after {{count}} minutes. Retry, or choose a shorter period.',
  stage_stalled_silent_one: 'Nothing happened for 1 minute. Retry.',
  stage_stalled_silent_other: 'Nothing happened for {{count}} minutes. Retry.',
  worker_crashed: "The report's worker ended: {{why}}. Retry.",
  worker_crashed_import: 'Reading {{name}} stopped unexpectedly. Import it again.',
  room_not_found: 'The room {{room}} no longer exists.',
  internal: 'Something unexpected happened: {{text}}',
  internal_import: 'The import stopped: {{text}}. Import the file again.',
  internal_collected_gone: 'The collected messages of this report are gone. Start a new one.',
  internal_stage_gone: 'An earlier stage of this report is gone. Start a new one.',
  summary_failed: 'The summary could not be made: {{text}}',
  workbook_failed: 'The workbook could not be written: {{text}}',
  overview_without_reports_one:
    'The report that this overview is made of was not finished. Retry it, then retry the overview.',
  overview_without_reports_other:
    'None of the {{count}} reports that this overview is made of was finished. Retry them, then retry the overview.',
  workbook_failed_logo: 'The logo of this report could not be read ({{text}}). Start a new report.',

  logo_no_file: '{{file}} is not a file. Choose a picture.',
  logo_too_large: '{{file}} is larger than {{most}} MiB. Choose a smaller picture.',
  logo_no_picture: '{{file}} is not a PNG or JPEG picture. Choose another file.',
  logo_unread: '{{file}} could not be read ({{text}}). Choose the file again.',
  logo_damaged: 'its file was damaged',

  room_not_all_read_between: 'messages between {{from}} and {{to}} were not read yet',
  room_not_all_read_before: 'messages before {{to}} were not read yet',
  room_not_all_read_after: 'messages after {{from}} were not read yet',
  room_not_all_read_several: 'messages of {{count}} stretches of time were not read yet',
  room_not_all_read_all: 'its messages were not read yet',
  workbook_gone: 'the workbook is no longer in the reports folder',
  room_or_summary_gone: 'the room or its summary is gone',
  ended_while_sending: 'the app ended while it was being sent',
  model_rests: 'its limit of calls is reached',
  verbatim: '{{text}}',
} as const

/** What a catalogue holds: exactly the keys of the English one. A missing or extra one does not compile. */
export type Words = Readonly<Record<keyof typeof en, string>>
