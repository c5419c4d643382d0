import type { Reason } from './reason.ts'

/** What became of a mail; `text` is what a server or the system said. */
export interface DeliverySentenceParams {
  not_an_address: { address: string }
  nobody_to_send_to: Record<never, never>
  no_workbook_to_send: { file: string }
  mail_kept_as: { file: string }
  mail_not_kept: { text: string }
  mail_accepted: { sent: number; of: number; text: string }
  /** `refused` names each address with what the server said of it. */
  mail_partly_accepted: { sent: number; of: number; text: string; refused: string }
  mail_refused: { text: string }
  mail_not_sent: { text: string }
  mail_not_answered: { text: string }
  mail_stopped: Record<never, never>
  approver_asked: { address: string }
  approver_not_asked: { address: string; reason: Reason }
  approver_silent: { address: string; count: number }
  // folders and webhooks
  destination_unset: { context: 'folder' | 'webhook' | 'secret' }
  destination_report_gone: Record<never, never>
  folder_put: { file: string }
  folder_not_there: { folder: string }
  folder_not_written: { folder: string; text: string }
  webhook_accepted: { status: number }
  webhook_refused: { status: number }
  webhook_redirected: { status: number }
  /** The receiver wants nothing more, ever. */
  webhook_gone: Record<never, never>
  webhook_forbidden_place: { host: string }
  webhook_unreached: { text: string }
  webhook_too_slow: { seconds: number }
}
