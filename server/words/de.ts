import { connections } from './de-connections.ts'
import { delivery } from './de-delivery.ts'
import { host } from './de-host.ts'
import { imports } from './de-imports.ts'
import { problems } from './de-problems.ts'
import { service } from './de-service.ts'
import { setting } from './de-setting.ts'
import { start } from './de-start.ts'
import { summary } from './de-summary.ts'
import type { Words } from './en.ts'

/** The same as `en.ts`, in German. */
export const de: Words = {
  ...connections,
  ...delivery,
  ...host,
  ...imports,
  ...problems,
  ...service,
  ...setting,
  ...start,
  ...summary,

  waiting_for_turn: 'Wartet, bis er an der Reihe ist',
  runs_next: 'Kommt als Nächster an die Reihe',
  goes_on: 'Geht nach einer Unterbrechung weiter',
  trying_again: 'Neuer Versuch in {{seconds}} s: {{reason}}',

  collecting: 'Sammelt Nachrichten',
  summarizing: 'Schreibt die Zusammenfassung',
  writing: 'Baut die Arbeitsmappe',
  waiting_for_model_place: 'Wartet auf den Modellserver',
  waiting_for_model: 'Wartet {{seconds}} s auf den Modellserver: {{reason}}',
  reading_part: 'Liest Teil {{part}} von {{parts}}',
  model_silent: '{{model}} schweigt seit {{seconds}} s',
  merging_parts: 'Fügt {{parts}} Teile zusammen',
  waiting_for_reports_one: 'Wartet auf 1 Bericht',
  waiting_for_reports_other: 'Wartet auf {{count}} Berichte',

  workbook_ready: 'Arbeitsmappe fertig',
  workbook_ready_without_model: 'Arbeitsmappe fertig, ohne das Modell: {{reason}}',
  workbook_ready_not_all_read: 'Arbeitsmappe fertig, aber nicht vollständig: {{reason}}',
  nothing_to_report: 'Nichts zu berichten',
  workbook_ready_changed:
    'Arbeitsmappe fertig; im früheren Bericht Enthaltenes, bearbeitet: {{edited}}, gelöscht: {{deleted}}',
  nothing_to_report_changed:
    'Nichts Neues; im früheren Bericht Enthaltenes, bearbeitet: {{edited}}, gelöscht: {{deleted}}',
  nothing_to_report_not_all_read: 'Bisher nichts zu berichten: {{reason}}',
  overview_incomplete_one: 'Übersicht fertig, ohne 1 Raum, der keinen Bericht hat: {{rooms}}',
  overview_incomplete_other:
    'Übersicht fertig, ohne {{count}} Räume, die keinen Bericht haben: {{rooms}}',
  cancelling: 'Wird abgebrochen',
  cancelled: 'Abgebrochen',
  failed: '{{reason}}',

  mail_again: 'Arbeitsmappe fertig, die Mail wird erneut versucht',
  waits_for_approval: 'Arbeitsmappe fertig, wartet auf Freigabe',
  approved: 'Freigegeben',
  not_approved: 'Nicht freigegeben, geht an niemanden',
  mail_with_others:
    'Arbeitsmappe fertig; die Mail geht mit den anderen Berichten der Anfrage hinaus',
  mail_waiting: 'Arbeitsmappe fertig; wartet {{seconds}} s auf den Mailserver: {{reason}}',
  mail_sending_one: 'Arbeitsmappe fertig, wird an 1 Empfänger gesendet',
  mail_sending_other: 'Arbeitsmappe fertig, wird an {{count}} Empfänger gesendet',
  mail_sent_one: 'Arbeitsmappe fertig, an 1 Empfänger gesendet',
  mail_sent_other: 'Arbeitsmappe fertig, an {{count}} Empfänger gesendet',
  mail_saved_one: 'Arbeitsmappe fertig, Mail an 1 Empfänger im Postausgang gespeichert',
  mail_saved_other: 'Arbeitsmappe fertig, Mail an {{count}} Empfänger im Postausgang gespeichert',
  mail_failed: 'Arbeitsmappe fertig, aber die Mail wurde nicht gesendet: {{reason}}',
  mail_partly_sent_one:
    'Arbeitsmappe fertig, an {{sent}} von 1 Empfänger gesendet, aber nicht an {{reason}}',
  mail_partly_sent_other:
    'Arbeitsmappe fertig, an {{sent}} von {{count}} Empfängern gesendet, aber nicht an {{reason}}',
  mail_uncertain: 'Arbeitsmappe fertig; ob die Mail ankam, ist ungewiss: {{reason}}',

  stage_collecting: 'dem Sammeln',
  stage_summarizing: 'der Zusammenfassung',
  stage_writing: 'der Arbeitsmappe',
  stage_done: 'Fertig mit {{stage}}',
  stage_again: 'Was bei {{stage}} herauskam, stammt aus einer anderen Version und entsteht neu',
  attempt_begins: 'Versuch {{attempt}} beginnt',
  workbook_expired_one: 'Die Arbeitsmappe wurde nach 1 Tag entfernt',
  workbook_expired_other: 'Die Arbeitsmappe wurde nach {{count}} Tagen entfernt',

  storage_full: 'Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut.',
  storage_full_import:
    'Der Datenträger ist voll. Schaffen Sie Platz und importieren Sie die Datei noch einmal.',
  storage_full_quota:
    'Ihr Speicherkontingent ist aufgebraucht. Schaffen Sie Platz und versuchen Sie es erneut.',
  storage_damaged:
    'Die Datenbank rapporteur.db im Datenordner ist beschädigt. Beenden Sie Rapporteur, legen Sie dann eine Sicherung an ihre Stelle oder führen Sie „npm run rescue“ aus.',
  storage_unwritable_read_only:
    'Der Datenordner ist schreibgeschützt. Machen Sie ihn beschreibbar und versuchen Sie es erneut.',
  storage_unwritable_gone:
    'Der Berichtsordner im Datenordner fehlt oder ist kein Ordner. Stellen Sie ihn wieder her und versuchen Sie es erneut.',
  storage_unwritable_refused:
    'Der Objektspeicher nimmt keine Dateien an. Prüfen Sie den Bucket und den Schlüssel und versuchen Sie es erneut.',
  storage_unwritable_forbidden:
    'In den Datenordner darf nicht geschrieben werden. Prüfen Sie seine Rechte und versuchen Sie es erneut.',
  unavailable_locked: 'Ein anderes Programm hielt die Datenbank gesperrt. Versuchen Sie es erneut.',
  unavailable_database: 'Der Datenbankserver antwortet nicht. Versuchen Sie es später noch einmal.',
  unavailable_blobs: 'Der Objektspeicher antwortet nicht. Versuchen Sie es später noch einmal.',
  unavailable_stopping: 'Der Server wird beendet.',
  stage_stalled_late_one:
    'Nach 1 Minute war es nicht fertig. Versuchen Sie es erneut oder wählen Sie einen kürzeren Zeitraum.',
  stage_stalled_late_other:
    'Nach {{count}} Minuten war es nicht fertig. Versuchen Sie es erneut oder wählen Sie einen kürzeren Zeitraum.',
  stage_stalled_silent_one: '1 Minute lang geschah nichts. Versuchen Sie es erneut.',
  stage_stalled_silent_other: '{{count}} Minuten lang geschah nichts. Versuchen Sie es erneut.',
  worker_crashed: 'Der Arbeitsprozess des Berichts endete: {{why}}. Versuchen Sie es erneut.',
  worker_crashed_import:
    'Das Lesen von {{name}} endete unerwartet. Importieren Sie es noch einmal.',
  room_not_found: 'Den Raum {{room}} gibt es nicht mehr.',
  internal: 'Unerwarteter Fehler: {{text}}',
  internal_import: 'Der Import hielt an: {{text}}. Importieren Sie die Datei noch einmal.',
  internal_collected_gone:
    'Die gesammelten Nachrichten dieses Berichts sind nicht mehr da. Starten Sie einen neuen.',
  internal_stage_gone:
    'Eine frühere Stufe dieses Berichts ist nicht mehr da. Starten Sie einen neuen.',
  summary_failed: 'Die Zusammenfassung ist gescheitert: {{text}}',
  workbook_failed: 'Die Arbeitsmappe konnte nicht geschrieben werden: {{text}}',
  overview_without_reports_one:
    'Der Bericht, aus dem diese Übersicht besteht, wurde nicht fertig. Wiederholen Sie ihn, dann die Übersicht.',
  overview_without_reports_other:
    'Keiner der {{count}} Berichte, aus denen diese Übersicht besteht, wurde fertig. Wiederholen Sie sie, dann die Übersicht.',
  workbook_failed_logo:
    'Das Logo dieses Berichts konnte nicht gelesen werden ({{text}}). Starten Sie einen neuen Bericht.',

  logo_no_file: '{{file}} ist keine Datei. Wählen Sie ein Bild.',
  logo_too_large: '{{file}} ist größer als {{most}} MiB. Wählen Sie ein kleineres Bild.',
  logo_no_picture: '{{file}} ist kein PNG- oder JPEG-Bild. Wählen Sie eine andere Datei.',
  logo_unread: '{{file}} konnte nicht gelesen werden ({{text}}). Wählen Sie die Datei noch einmal.',
  logo_damaged: 'die Datei war beschädigt',

  room_not_all_read_between: 'Nachrichten zwischen {{from}} und {{to}} waren noch nicht gelesen',
  room_not_all_read_before: 'Nachrichten vor {{to}} waren noch nicht gelesen',
  room_not_all_read_after: 'Nachrichten nach {{from}} waren noch nicht gelesen',
  room_not_all_read_several: 'Nachrichten aus {{count}} Zeiträumen waren noch nicht gelesen',
  room_not_all_read_all: 'seine Nachrichten waren noch nicht gelesen',
  workbook_gone: 'die Arbeitsmappe ist nicht mehr im Berichtsordner',
  room_or_summary_gone: 'der Raum oder seine Zusammenfassung ist nicht mehr da',
  ended_while_sending: 'die App endete, während sie gesendet wurde',
  model_rests: 'die Grenze seiner Aufrufe ist erreicht',
  verbatim: '{{text}}',
}
