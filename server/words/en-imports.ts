/** What imports say, in English; warnings stand under `warning_CODE`. */
export const imports = {
  unsafe_archive_bomb:
    '{{name}} unpacks to far more than a chat export holds. Unpack it yourself and import the folder.',
  unsafe_archive_path:
    '{{name}} holds a file name that leads out of the archive ({{file}}). It was not read.',
  unsafe_archive_nested: '{{name}} lies in too many archives. Unpack it first.',
  unreadable_file_disk: '{{name}} cannot be read ({{text}}).',
  unreadable_file_zip: '{{name}} is not a whole zip archive ({{text}}). Export or copy it again.',
  unreadable_file_tar: '{{name}} is not a whole tar archive ({{text}}). Export or copy it again.',
  unreadable_file_gone: 'The files of {{name}} are no longer there. Import them again.',
  unreadable_file_workbook: 'The workbook cannot be read: {{text}}',
  nothing_to_import_no_files: '{{name}} holds no files. Choose a chat export.',
  nothing_to_import_empty: '{{name}} is empty. Export the chat again.',
  columns_needed:
    '{{file}} is a table whose columns we do not know ({{header}}). Choose which of them hold the text, the time and the author.',
  unknown_format_one: '{{name}} is in no format we know. {{advice}}',
  unknown_format_other: '{{name}} ({{count}} files) is in no format we know. {{advice}}',
  supported_formats: 'Tried were the formats of {{formats}}.',
  nearest_format:
    'Tried were the formats of {{formats}}. {{file}} comes nearest to {{format}}, but too little of it fits.',
  advice_telegram_page:
    'It is a Telegram export as pages; export the chat again as machine-readable JSON.',
  advice_discord_page: 'It is a Discord export as a page; export the channel again as JSON.',
  advice_database:
    'It is a database; for slackdump run "slackdump convert -f export", for WhatsApp use "Export chat" on the phone.',
  advice_encrypted_backup: 'It is an encrypted backup; use "Export chat" in WhatsApp on the phone.',
  advice_bson: 'It is a dump in BSON; write it with mongoexport, which makes JSON.',
  advice_outlook:
    'It is an Outlook archive; export the messages of Teams with Graph or PowerShell.',
  advice_archive: 'It is an archive of a kind that is not opened; unpack it and import the folder.',
  source_live: 'Live feed',

  warning_ambiguous_dates:
    'No date of these files tells whether the day or the month comes first; the more usual order was taken.',
  warning_ambiguous_format: 'Files that fit two formats; the better fit was taken.',
  warning_assumed_zone:
    'These files name no time zone; their times are taken for {{timeZone}}. Choose another zone if that is wrong.',
  warning_bridged_names:
    'Authors who pass on what others said, as bridges between networks do. Read the files again with them named as bridges, and each message is said by whom it names.',
  warning_broken_characters: 'NUL and half characters were replaced by \ufffd.',
  warning_columns_needed: 'Tables whose columns are not known; choose what they hold.',
  warning_count_differs: 'Files that say they hold another number of messages than was found.',
  warning_damaged_file: 'Files that break off or are damaged; what was readable was read.',
  warning_edit_log:
    'Records of edits and deletions; each message is as it was last, at the time it was first said.',
  warning_encrypted: 'Unpack files that need a password before importing them.',
  warning_impossible_time: 'Times no calendar holds are left blank.',
  warning_line_cut: 'Lines longer than 16 MiB were cut there.',
  warning_link_not_followed_disk:
    'Links are not followed. Choose the file or folder that they lead to.',
  warning_link_not_followed_archive: 'Links inside archives are not followed.',
  warning_log_marker: 'Lines of the logger itself; they tell the date of what follows.',
  warning_mended_json: 'Records that are not quite JSON were mended.',
  warning_no_chat: 'Files that hold no chat we know; they were left out.',
  warning_other_calendar: 'Dates of another calendar; they were turned into Gregorian ones.',
  warning_other_encoding: 'Lines that are not UTF-8 were read as windows-1252.',
  warning_other_events: 'Events that are no messages, such as typing and presence.',
  warning_partial_file: 'Parts that the exporter had not finished; they were read too.',
  warning_reaction: 'Reactions and deletions; they say nothing of their own.',
  warning_sent_file: 'Files that were sent in a chat; they are no chats of their own.',
  warning_token_removed: 'Access tokens in links were removed before storing.',
  warning_too_large: 'Records of more than 16 MiB; they were left out.',
  warning_too_many_edits: 'Edits beyond what fits into memory; they were not applied.',
  warning_undecryptable: 'Messages that the export could not decrypt.',
  warning_unknown_date:
    'Logs that tell hours but no day (or no year); put it into the name of the file, such as 2020-01-31.log.',
  warning_unparsed: 'Lines or records that could not be read. They are in no room.',
  warning_unreadable_file: 'Files that could be read only in part, or not at all.',
  warning_unreadable_list: 'Lists that could not be read; names may be missing.',
  warning_unreadable_time: 'Times that could not be read are left blank.',
  warning_unsafe_archive: 'Archives that could do harm; they were left out.',
} as const
