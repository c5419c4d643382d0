import type { imports as english } from './en-imports.ts'

/** The same as `en-imports.ts`, in German. */
export const imports: Readonly<Record<keyof typeof english, string>> = {
  unsafe_archive_bomb:
    '{{name}} ergibt ausgepackt weit mehr, als ein Chat-Export enthält. Packen Sie es selbst aus und importieren Sie den Ordner.',
  unsafe_archive_path:
    '{{name}} enthält einen Dateinamen, der aus dem Archiv hinausführt ({{file}}). Es wurde nicht gelesen.',
  unsafe_archive_nested: '{{name}} liegt in zu vielen Archiven. Packen Sie es zuerst aus.',
  unreadable_file_disk: '{{name}} ist nicht lesbar ({{text}}).',
  unreadable_file_zip:
    '{{name}} ist kein vollständiges Zip-Archiv ({{text}}). Exportieren oder kopieren Sie es noch einmal.',
  unreadable_file_tar:
    '{{name}} ist kein vollständiges Tar-Archiv ({{text}}). Exportieren oder kopieren Sie es noch einmal.',
  unreadable_file_gone:
    'Die Dateien von {{name}} sind nicht mehr da. Importieren Sie sie noch einmal.',
  unreadable_file_workbook: 'Die Arbeitsmappe ist nicht lesbar: {{text}}',
  nothing_to_import_no_files: '{{name}} enthält keine Dateien. Wählen Sie einen Chat-Export.',
  nothing_to_import_empty: '{{name}} ist leer. Exportieren Sie den Chat noch einmal.',
  columns_needed:
    '{{file}} ist eine Tabelle, deren Spalten wir nicht kennen ({{header}}). Wählen Sie, in welchen Text, Zeit und Verfasser stehen.',
  unknown_format_one: '{{name}} hat kein Format, das wir kennen. {{advice}}',
  unknown_format_other: '{{name}} ({{count}} Dateien) hat kein Format, das wir kennen. {{advice}}',
  supported_formats: 'Versucht wurden die Formate von {{formats}}.',
  nearest_format:
    'Versucht wurden die Formate von {{formats}}. {{file}} kommt {{format}} am nächsten, doch passt zu wenig davon.',
  advice_telegram_page:
    'Es ist ein Telegram-Export als Webseiten; exportieren Sie den Chat noch einmal als maschinenlesbares JSON.',
  advice_discord_page:
    'Es ist ein Discord-Export als Webseite; exportieren Sie den Kanal noch einmal als JSON.',
  advice_database:
    'Es ist eine Datenbank; für slackdump führen Sie „slackdump convert -f export“ aus, für WhatsApp nehmen Sie „Chat exportieren“ auf dem Telefon.',
  advice_encrypted_backup:
    'Es ist eine verschlüsselte Sicherung; nehmen Sie „Chat exportieren“ in WhatsApp auf dem Telefon.',
  advice_bson: 'Es ist ein Abzug in BSON; schreiben Sie ihn mit mongoexport, das JSON erzeugt.',
  advice_outlook:
    'Es ist ein Outlook-Archiv; exportieren Sie die Nachrichten von Teams mit Graph oder PowerShell.',
  advice_archive:
    'Es ist ein Archiv einer Art, die nicht geöffnet wird; packen Sie es aus und importieren Sie den Ordner.',
  source_live: 'Live-Quelle',

  warning_ambiguous_dates:
    'Kein Datum dieser Dateien zeigt, ob Tag oder Monat zuerst kommt; genommen wurde die üblichere Reihenfolge.',
  warning_ambiguous_format:
    'Dateien, auf die zwei Formate passen; genommen wurde das, das besser passt.',
  warning_assumed_zone:
    'Diese Dateien nennen keine Zeitzone; ihre Zeiten gelten als {{timeZone}}. Wählen Sie eine andere Zone, wenn das nicht stimmt.',
  warning_bridged_names:
    'Verfasser, die weitergeben, was andere sagten, wie es Brücken zwischen Netzen tun. Lassen Sie die Dateien noch einmal lesen und nennen Sie sie als Brücken, dann steht bei jeder Nachricht, wer sie schrieb.',
  warning_broken_characters: 'NUL und halbe Zeichen wurden durch \ufffd ersetzt.',
  warning_columns_needed:
    'Tabellen, deren Spalten nicht bekannt sind; wählen Sie, was darin steht.',
  warning_count_differs:
    'Dateien, die eine andere Zahl von Nachrichten nennen, als gefunden wurden.',
  warning_damaged_file:
    'Dateien, die abbrechen oder beschädigt sind; was lesbar war, wurde gelesen.',
  warning_edit_log:
    'Einträge über Änderungen und Löschungen; jede Nachricht ist da, wie sie zuletzt war, zu der Zeit, als sie zuerst gesagt wurde.',
  warning_encrypted: 'Packen Sie Dateien, die ein Passwort brauchen, vor dem Importieren aus.',
  warning_impossible_time: 'Zeiten, die kein Kalender kennt, bleiben leer.',
  warning_line_cut: 'Zeilen von mehr als 16 MiB wurden dort abgeschnitten.',
  warning_link_not_followed_disk:
    'Verknüpfungen wird nicht gefolgt. Wählen Sie die Datei oder den Ordner, zu dem sie führen.',
  warning_link_not_followed_archive: 'Verknüpfungen in Archiven wird nicht gefolgt.',
  warning_log_marker:
    'Zeilen des Protokollprogramms selbst; sie nennen das Datum dessen, was folgt.',
  warning_mended_json: 'Einträge, die nicht ganz JSON sind, wurden ausgebessert.',
  warning_no_chat: 'Dateien, die keinen Chat enthalten, den wir kennen; sie wurden ausgelassen.',
  warning_other_calendar:
    'Daten eines anderen Kalenders; sie wurden in gregorianische umgerechnet.',
  warning_other_encoding: 'Zeilen, die nicht UTF-8 sind, wurden als windows-1252 gelesen.',
  warning_other_events: 'Ereignisse, die keine Nachrichten sind, wie Tippen und Anwesenheit.',
  warning_partial_file:
    'Teile, mit denen das exportierende Programm nicht fertig war; auch sie wurden gelesen.',
  warning_reaction: 'Reaktionen und Löschungen; sie sagen für sich allein nichts.',
  warning_sent_file: 'Dateien, die in einem Chat gesendet wurden; sie sind keine eigenen Chats.',
  warning_token_removed: 'Zugangstoken in Links wurden vor dem Speichern entfernt.',
  warning_too_large: 'Einträge von mehr als 16 MiB; sie wurden ausgelassen.',
  warning_too_many_edits:
    'Änderungen über das hinaus, was in den Speicher passt; sie wurden nicht angewandt.',
  warning_undecryptable: 'Nachrichten, die der Export nicht entschlüsseln konnte.',
  warning_unknown_date:
    'Protokolle, die Uhrzeiten nennen, aber keinen Tag (oder kein Jahr); setzen Sie ihn in den Namen der Datei, etwa 2020-01-31.log.',
  warning_unparsed: 'Zeilen oder Einträge, die nicht lesbar waren. Sie stehen in keinem Raum.',
  warning_unreadable_file: 'Dateien, die nur zum Teil oder gar nicht lesbar waren.',
  warning_unreadable_list: 'Listen, die nicht lesbar waren; Namen können fehlen.',
  warning_unreadable_time: 'Zeiten, die nicht lesbar waren, bleiben leer.',
  warning_unsafe_archive: 'Archive, die Schaden anrichten könnten; sie wurden ausgelassen.',
}
