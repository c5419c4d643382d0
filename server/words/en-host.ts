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
  workbook_missing_elsewhere: 'This workbook does not lie in the reports folder.',
  nothing_to_import_dropped: 'Drop files or folders of this computer.',
  unavailable_not_started: 'The server did not start.',
  internal_desktop: 'This did not work. The log says why.',
} as const
