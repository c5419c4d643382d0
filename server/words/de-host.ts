import type { host as english } from './en-host.ts'

/** The same as `en-host.ts`, in German. */
export const host: Readonly<Record<keyof typeof english, string>> = {
  data_folder_fixed: 'Den Datenordner nennt RAPPORTEUR_DATA_DIR. Ändern Sie ihn dort.',
  folder_unwritable:
    'In „{{folder}}“ lässt sich nicht schreiben. Wählen Sie einen anderen Ordner, oder geben Sie Ihrem Konto das Recht dazu.',
  save_failed: '„{{file}}“ ließ sich dort nicht speichern: {{text}}',
  save_failed_read: 'Der Bericht war nicht lesbar ({{text}}).',
  unsafe_link: 'Von hier aus lassen sich nur https-Links öffnen.',
  samples_missing: 'Die Beispielräume gehören nicht zu dieser Installation.',
  no_program_workbook:
    'Kein Programm öffnete die Arbeitsmappe. Installieren Sie eines, das .xlsx-Dateien liest, oder speichern Sie sie anderswo.',
  no_program_logs: 'Der Protokollordner ließ sich nicht öffnen. Es ist „{{folder}}“.',
  invalid_arguments: 'Das Fenster verlangte etwas Unbekanntes: {{text}}',
  workbook_missing_elsewhere: 'Diese Arbeitsmappe liegt nicht im Berichtsordner.',
  nothing_to_import_dropped: 'Ziehen Sie Dateien oder Ordner dieses Computers hierher.',
  unavailable_not_started: 'Der Server ist nicht gestartet.',
  internal_desktop: 'Das ging nicht. Warum, steht im Protokoll.',
}
