/** What became of a mail, in English. */
export const delivery = {
  not_an_address: 'Not an e-mail address: {{address}}',
  nobody_to_send_to: 'There is nobody to send the report to.',
  no_workbook_to_send: 'The workbook is not there: {{file}}',
  mail_kept_as: 'Saved as {{file}}',
  mail_not_kept: 'The mail could not be saved: {{text}}',
  mail_accepted: 'Sent to {{sent}} of {{of}}: {{text}}',
  mail_partly_accepted: 'Sent to {{sent}} of {{of}}: {{text}}. Refused: {{refused}}',
  mail_refused: 'The mail server refused: {{text}}',
  mail_not_sent: 'The mail could not be sent: {{text}}',
  mail_not_answered:
    'The connection ended before the mail server answered ({{text}}). The mail may have arrived; it is not sent again by itself.',
  mail_stopped: 'Stopped before the mail was complete; nothing was delivered.',
} as const
