/** Why a setting is refused, in English. */
export const setting = {
  setting_unknown: 'There is no setting {{setting}}.',
  setting_needs_server:
    'The summary engine {{engine}} needs the address of its server (summaryBaseUrl, --summary-base-url).',
  setting_needs_model:
    'The summary engine {{engine}} needs the name of a model (summaryModel, --summary-model).',
  setting_password_hidden:
    'The password in this address is hidden, and kept for its own server only. Type it again.',
  setting_at_least: 'At least {{least}}.',
  setting_at_most: 'At most {{most}}.',
  setting_too_long: 'At most {{most}} characters or entries.',
  setting_empty: 'It must not be empty.',
  setting_one_of: 'One of {{values}}.',
  setting_kind_number: 'A number is expected.',
  setting_kind_text: 'A text is expected.',
  setting_kind_switch: 'Yes or no is expected (true, false).',
  setting_kind_list: 'A list is expected.',
  setting_kind_other: 'Something else is expected.',
  setting_form_url: 'An address such as http://127.0.0.1:11434 is expected.',
  setting_form_email: 'A mail address such as ada@example.org is expected.',
  setting_form_color: 'Six hexadecimal digits, such as 1F5673.',
  setting_form_folder: 'An absolute path is expected, such as /home/ada/Reports or C:\\Reports.',
  setting_form_webhook_secret:
    'A secret is “whsec_” and 24 to 64 bytes in Base64; the button beside it makes one.',
  setting_form_no_login: 'An address with user and password in it is not taken.',
  setting_form_zone: 'Name an IANA time zone such as Europe/Berlin, or UTC.',
  setting_refused: '{{text}}',
  settings_unread: '{{file}} cannot be read: {{text}}',
  settings_no_object: '{{file}} is not a JSON object with settings.',
  settings_copy_used:
    'The last good copy of the settings is used. Mend or remove the damaged file.',
  settings_defaults_used: 'Every setting has its default. Mend or remove the damaged file.',
  setting_unusable: '{{file}}: {{setting}} cannot be used: {{reason}}',
  summary_engine_unusable: '{{reason}} Summaries are quotes until then.',
} as const
