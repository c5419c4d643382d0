/** Why the server does not start, in English. */
export const start = {
  data_folder_in_use:
    'The data folder {{folder}} is in use by another Rapporteur. Quit that one, or choose another data folder.',
  data_folder_in_use_here:
    'The data folder {{folder}} is in use by another Rapporteur: process {{pid}}, since {{since}}. Quit that one, or choose another data folder.',
  data_folder_in_use_elsewhere:
    'The data folder {{folder}} is in use by another Rapporteur: process {{pid}} on {{host}}, since {{since}}. Quit that one, or choose another data folder.',
  data_folder_in_use_copied:
    'Another server works under the name of this one: its data folder is a copy. Remove the file node-id from one of them.',
  folder_is_file:
    'A file stands where the folder {{folder}} should be. Move it away, or choose another folder.',
  port_in_use: 'Another program listens on port {{port}}. End that one, or choose another port.',
  port_forbidden: 'Your account may not listen on port {{port}}. Choose one above 1023.',
  storage_damaged_file:
    'The database {{file}} is damaged. Quit Rapporteur and put a backup of the file in its place. Without one, run "npm run rescue -- --data-dir FOLDER --out FILE": it writes what can be read into a new file and leaves this one as it is. Then move the damaged file away and put the new one in its place.',
  storage_damaged_parts:
    'The database {{file}} is damaged ({{found}}). Quit Rapporteur and put a backup of the file in its place. Without one, run "npm run rescue -- --data-dir FOLDER --out FILE": it writes what can be read into a new file and leaves this one as it is. Then move the damaged file away and put the new one in its place.',
  storage_newer_folder:
    'The database was written by a newer version of Rapporteur (schema {{version}}, this one knows {{known}}). Install the newer version, or choose another data folder.',
  storage_newer_database:
    'The database was written by a newer version of Rapporteur (schema {{version}}, this one knows {{known}}). Install the newer version, or choose another database.',
  place_unusable: '{{place}} cannot be used: {{reason}}',
  place_database: 'The database {{database}} at {{host}}',
  place_folder: 'The shared folder {{folder}}',
  place_bucket: 'The bucket {{bucket}} at {{host}}',
  database_server_old: 'It is of PostgreSQL {{version}}; {{needed}} or newer is needed.',
  database_encoding: 'Its encoding is {{encoding}}. Make one with the encoding UTF8.',
  blobs_foreign: 'it belongs to another database',
  blobs_not_mounted: 'it is not the one that this database has used so far, or it is not mounted',
} as const
