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
  approver_asked: '{{address}} was asked by mail for the approval',
  approver_not_asked: '{{address}} could not be asked for the approval: {{reason}}',
  approver_silent:
    '{{address}} was asked {{count}} times and has not decided. It is not asked again; the report waits until somebody decides in the window.',
  destination_unset_folder: 'No folder is named in the settings any more.',
  destination_unset_webhook: 'No address is named in the settings any more.',
  destination_unset_secret: 'No secret for the signature is set.',
  destination_report_gone: 'The report or its workbook is not there any more.',
  folder_put: 'Copied as {{file}}',
  folder_not_there: 'The folder {{folder}} is not there.',
  folder_not_written: 'The folder {{folder}} could not be written to: {{text}}',
  webhook_accepted: 'Accepted (HTTP {{status}})',
  webhook_refused: 'The receiver answered HTTP {{status}}.',
  webhook_redirected:
    'The receiver answered HTTP {{status}} and named another address, which is not followed. Enter that address in the settings if it is right.',
  webhook_gone: 'The receiver wants nothing more (HTTP 410).',
  webhook_forbidden_place: 'Nothing is sent to {{host}}: its address is one of the network itself.',
  webhook_unreached: 'The receiver could not be reached: {{text}}',
  webhook_too_slow: 'The receiver did not answer within {{seconds}} s.',
} as const
