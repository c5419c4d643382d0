import type { ConnectionSentenceParams } from './connection-sentences.ts'
import type { DeliverySentenceParams } from './delivery-sentences.ts'
import type { HostProblemParams } from './host-sentences.ts'
import type { ImportAdviceParams, ImportErrorParams } from './import-sentences.ts'
import type { ProblemParams } from './problem-sentences.ts'
import type { Reason } from './reason.ts'
import type { Stage } from './reports.ts'
import type { ServiceSentenceParams } from './service-sentences.ts'
import type { SettingSentenceParams } from './setting-sentences.ts'
import type { StartSentenceParams } from './start-sentences.ts'
import type { SummarySentenceParams } from './summary-sentences.ts'

type None = Record<never, never>
/** Seconds until something is tried again, and what stands in the way. */
// An alias, because an interface would not be taken where any record of values is.
type Pause = {
  seconds: number
  reason: Reason
}

/**
 * Every sentence that a report says of itself: its code, and what is filled in. Programs switch on the
 * code, people read the words of `server/words` in their language. A code never changes its meaning.
 */
export interface ReportSentenceParams {
  // waiting
  waiting_for_turn: None
  runs_next: None
  goes_on: None
  trying_again: Pause
  // stages
  collecting: None
  summarizing: None
  writing: None
  waiting_for_model_place: None
  waiting_for_model: Pause
  reading_part: { part: number; parts: number }
  model_silent: { seconds: number; model: string }
  merging_parts: { parts: number }
  /** An overview waits; `count` reports have not ended. */
  waiting_for_reports: { count: number }
  // ends
  workbook_ready: None
  /** The model that was asked did not write the summary; quotes took its place. */
  workbook_ready_without_model: { reason: Reason }
  /** The connection of the room had not read all of its period; it is told before what else is missing. */
  workbook_ready_not_all_read: { reason: Reason }
  /** Of a report since the last one: messages that an earlier one had told were edited or deleted since. */
  workbook_ready_changed: { edited: number; deleted: number }
  nothing_to_report: None
  nothing_to_report_changed: { edited: number; deleted: number }
  nothing_to_report_not_all_read: { reason: Reason }
  /** `rooms` names those without a report, the first ones of many. */
  overview_incomplete: { count: number; rooms: string }
  cancelling: None
  cancelled: None
  failed: { reason: Reason }
  // the mail of a finished report; `count` is the number of recipients
  mail_again: None
  mail_with_others: None
  waits_for_approval: None
  approved: None
  not_approved: None
  mail_waiting: Pause
  mail_sending: { count: number }
  mail_sent: { count: number }
  mail_saved: { count: number }
  mail_failed: { reason: Reason }
  mail_partly_sent: { sent: number; count: number; reason: Reason }
  mail_uncertain: { reason: Reason }
  // lines of a report's log
  stage_done: { stage: Stage }
  stage_again: { stage: Stage }
  attempt_begins: { attempt: number }
  workbook_expired: { count: number }
  // errors: the codes of `ErrorCode`; `context` chooses between the sentences of one code
  storage_full: { context?: 'quota' | 'import' }
  storage_unwritable: { context: 'read_only' | 'gone' | 'forbidden' | 'refused' }
  /** `found` says what of it is damaged. */
  storage_damaged:
    | { context?: undefined }
    | { context: 'file'; file: string }
    | { context: 'parts'; file: string; found: string }
  unavailable: { context: 'locked' | 'database' | 'blobs' | 'stopping' | 'streams' | 'not_started' }
  /** `count` is the number of minutes. */
  stage_stalled: { context: 'late' | 'silent'; count: number }
  worker_crashed: { why: string } | { context: 'import'; name: string }
  room_not_found: { room: string; context?: 'asked' } | { context: 'of_report' }
  /** `text` is what the system said. */
  internal:
    | { text: string }
    | { context: 'import'; text: string }
    | { context: 'collected_gone' | 'stage_gone' | 'logged' | 'desktop' }
  summary_failed: { text: string }
  workbook_failed: { text: string } | { context: 'logo'; text: string }
  overview_without_reports: { count: number }
  // why a logo is not there
  logo_no_file: { file: string }
  /** In MiB. */
  logo_too_large: { file: string; most: number }
  logo_no_picture: { file: string }
  logo_unread: { file: string; text: string }
  logo_damaged: None
  // reasons
  /** Messages of this time were not there yet; ISO instants. `several`: so many stretches. */
  room_not_all_read:
    | { context: 'between'; from: string; to: string }
    | { context: 'before'; to: string }
    | { context: 'after'; from: string }
    | { context: 'several'; count: number }
    | { context: 'all' }
  workbook_gone: None
  room_or_summary_gone: None
  ended_while_sending: None
  model_rests: None
  /** Words of another program, or of a version that knew no codes. They are said as they stand. */
  verbatim: { text: string }
}

/** Every sentence that is said in the language of whoever reads it. */
export interface SentenceParams
  extends
    ReportSentenceParams,
    SummarySentenceParams,
    DeliverySentenceParams,
    ServiceSentenceParams,
    SettingSentenceParams,
    StartSentenceParams,
    ConnectionSentenceParams,
    ImportErrorParams,
    ImportAdviceParams,
    ProblemParams,
    HostProblemParams {}

export type SentenceCode = keyof SentenceParams
/** A sentence as programs see it. */
export type Sentence = {
  [Code in SentenceCode]: { code: Code; params: SentenceParams[Code] }
}[SentenceCode]
export type { Reason } from './reason.ts'

/** `sentence('mail_sent', { count: 2 })`; parameters are left out where there are none. */
export const sentence = <Code extends SentenceCode>(
  code: Code,
  ...[params]: keyof SentenceParams[Code] extends never ? [] : [SentenceParams[Code]]
): Sentence => ({ code, params: params ?? {} }) as Sentence

export const verbatim = (text: string): Sentence => ({ code: 'verbatim', params: { text } })
