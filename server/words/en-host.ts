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
  workbook_missing_elsewhere: 'This workbook does not lie in the reports folder.',
  nothing_to_import_dropped: 'Drop files or folders of this computer.',
  unavailable_not_started: 'The server did not start.',
  internal_desktop: 'This did not work. The log says why.',
} as const
