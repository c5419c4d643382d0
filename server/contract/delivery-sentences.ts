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
}
