/** Why the desktop app could not do what was asked, in English. */
export const host = {
  data_folder_fixed: 'The data folder is named by RAPPORTEUR_DATA_DIR. Change it there.',
  folder_unwritable:
    '"{{folder}}" cannot be written. Choose another folder, or give your account the right to write there.',
  save_failed: '"{{file}}" could not be saved there: {{text}}',
  save_failed_read: 'The report could not be read ({{text}}).',
  unsafe_link: 'Only https links can be opened from here.',
  samples_missing: 'The sample rooms are not part of this installation.',
  no_program_workbook:
    'No program opened the workbook. Install one that reads .xlsx files, or save it elsewhere.',
  no_program_logs: 'The log folder did not open. It is "{{folder}}".',
  invalid_arguments: 'The window asked for something unknown: {{text}}',
  update_untrusted:
    'The list of newer versions is not signed by who published this app, so nothing was downloaded. This version stays.',
  update_older:
    'The server offers version {{version}}, which is older than this one ({{current}}). This version stays.',
  update_cut:
    'The download broke off or was not what was announced ({{text}}). This version stays; try again later.',
  update_no_space:
    'The disk is too full for the update. This version stays; free some space and try again.',
  update_unwritable:
    'The update could not be laid beside the app in "{{folder}}". This version stays; give your account the right to write there.',
  update_unreachable:
    'The server of updates did not answer as expected ({{text}}). This version stays.',
  update_failed: 'The update did not work ({{text}}). This version stays.',
  server_address_unreadable:
    'This is no address of a server. Type it as in a browser, such as https://reports.example.org.',
  server_address_password: 'Leave name and password out of the address; the token goes below it.',
  server_address_http:
    'Only https keeps a token secret on its way. Ask for the https address; http is good for this computer alone.',
  server_unreachable: '{{host}} could not be reached ({{text}}).',
  server_unreachable_name:
    'There is no {{host}} in the network. Look at the address, or whether you need your VPN.',
  server_unreachable_refused:
    'Nothing listens at {{host}}. Look at the port, or ask whether the server runs.',
  server_unreachable_offline: 'This computer is offline, so {{host}} cannot be reached.',
  server_unreachable_silent: '{{host}} does not answer. Try again later.',
  server_certificate:
    'The connection to {{host}} cannot be made safe ({{text}}), so nothing was sent. Ask whoever runs it.',
  server_certificate_date:
    'The certificate of {{host}} has expired, or the clock of this computer is wrong. Nothing was sent.',
  server_certificate_name:
    'The certificate that came from {{host}} is that of another name. Look at the address; nothing was sent.',
  server_certificate_unknown:
    'The certificate of {{host}} comes from nobody whom this computer trusts. If your organisation makes its own, have its authority installed in this system; nothing was sent.',
  server_certificate_revoked: 'The certificate of {{host}} was revoked. Nothing was sent.',
  server_foreign:
    'What answers at {{host}} is no Rapporteur server, or one that does not know itself by this name.',
  server_token: '{{host}} does not know this token, or its time is over. Ask an admin for one.',
  server_session: 'Your sign-in at {{host}} is over. Sign in again.',
  server_sign_in: '{{host}} did not let the app in. {{text}}',
  server_sign_in_missing:
    '{{host}} lets nobody in through the browser: its version is too old, or it runs without its window. Use a token.',
  server_sign_in_refused: 'The app was not let in at {{host}}.',
  server_sign_in_late: 'Nobody let the app in at {{host}}. Sign in through the browser once more.',
  server_sign_in_cancelled: 'The sign-in at {{host}} was cancelled.',
  server_sign_in_other:
    'The answer came from {{other}}, and not from {{host}}, so nobody was signed in. Use the address of {{other}} if that is the server that you mean.',
  server_known: '{{host}} is in your list already.',
  server_unknown: 'This server is not in the list any more.',
  server_upload: '"{{file}}" could not be sent to the server: {{text}}',
  workbook_missing_elsewhere: 'This workbook does not lie in the reports folder.',
  nothing_to_import_dropped: 'Drop files or folders of this computer.',
  unavailable_not_started: 'The server did not start.',
  internal_desktop: 'This did not work. The log says why.',
} as const
