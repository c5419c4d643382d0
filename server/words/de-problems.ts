import type { problems as english } from './en-problems.ts'

/** The same as `en-problems.ts`, in German. */
export const problems: Readonly<Record<keyof typeof english, string>> = {
  bad_request: 'Die Anfrage ist nicht zu gebrauchen: {{text}}',
  bad_request_idempotency_key: 'Ein Idempotency-Key hat 1 bis 255 Zeichen.',
  bad_request_range: 'Die Datei hat keinen solchen Teil.',
  bad_request_time_zone:
    '{{timeZone}} ist keine Zeitzone. Nehmen Sie einen Namen wie Europe/Berlin.',
  invalid_body: 'Die Anfrage ist ungültig: „{{path}}“: {{text}}',
  invalid_body_json: 'Die Anfrage ist kein gültiges JSON.',
  invalid_body_settings: 'Diese Einstellungen passen nicht zueinander.',
  invalid_query: 'Die Abfrage ist ungültig: „{{path}}“: {{text}}',
  invalid_query_cursor: 'Diese Fortsetzung stammt nicht von hier. Beginnen Sie ohne sie.',
  invalid_query_cursor_order:
    'Diese Fortsetzung gehört zu einer anderen Reihenfolge. Beginnen Sie ohne sie.',
  invalid_query_no_rooms: 'Sagen Sie, welche Räume: rooms=OID,OID oder rooms=*.',
  invalid_query_many_rooms:
    'Ein Strom nennt höchstens {{count}} Räume. Nehmen Sie rooms=* für mehr.',
  invalid_query_topic: 'Das Thema {{topic}} gibt es nicht.',
  invalid_room_oid: 'Die Kennung des Raums ist ungültig: {{text}}',
  sign_in_code:
    'Diese Anmeldung wurde schon verwendet oder hat zu lange gedauert. Melden Sie sich noch einmal im Browser an.',
  unauthorized: 'Der Server nimmt dieses Fenster nicht mehr an. Starten Sie die App neu.',
  forbidden_limited:
    'Das gilt allen Räumen, und einige sind nicht für Sie bestimmt. Fragen Sie einen Verwalter.',
  forbidden: 'Dazu muss man {{needed}} sein; Sie sind {{role}}. Fragen Sie einen Verwalter.',
  foreign_host: 'Dieser Server antwortet nur unter seiner eigenen Adresse.',
  foreign_origin: 'Seiten anderer Herkunft dürfen diesen Server nicht benutzen.',
  not_found_sheet: 'Die Arbeitsmappe hat kein Blatt {{sheet}}.',
  not_found_summary: 'Die Zusammenfassung dieses Berichts ist noch nicht geschrieben.',
  not_found_summary_item:
    'In {{list}} gibt es keinen Eintrag {{item}}, der sich so ändern ließe. Ein hinzugefügter braucht einen Text und eine Kennung, die nicht mit einer Ziffer beginnt; nur Aufgaben haben jemanden, der sie erledigt, und einen Tag.',
  not_found_account: 'Dieses Konto gibt es nicht.',
  not_found_sign_in: 'Dieser Server kennt keinen Anmeldedienst. Nehmen Sie einen Token.',
  not_found_token: 'Diesen Token gibt es nicht. Vielleicht ist er schon entzogen.',
  not_found_transcript:
    'Eine Übersicht hat kein Transkript; die Berichte ihrer Räume haben je eines.',
  not_found_mail:
    'Zu diesem Bericht gibt es keine Mail: Er hat keine Empfänger oder ist nicht fertig.',
  not_found_approval_link:
    'Dieser Link gilt nicht mehr: Er ist abgelaufen, wurde benutzt, oder der Bericht hat sich seither geändert.',
  not_found_trash: 'Nichts davon ist da. Vielleicht ist es schon gelöscht.',
  not_found_trash_over: 'Das lässt sich nicht mehr rückgängig machen.',
  not_found_route: '{{method}} {{path}} gibt es hier nicht.',
  room_not_found_asked: 'Den Raum „{{room}}“ gibt es nicht.',
  room_not_found_of_report: 'Den Raum dieses Berichts gibt es nicht mehr.',
  report_not_found: 'Den Bericht „{{report}}“ gibt es nicht.',
  model_not_found_here:
    'Das Modell „{{model}}“ steht nicht in der Liste, oder es ist nicht im passenden Zustand.',
  import_not_found: 'Den Import „{{import}}“ gibt es nicht.',
  person_not_found: 'Die Person „{{person}}“ gibt es nicht.',
  person_not_found_several: 'Einige dieser Personen gibt es nicht, oder nichts würde sich ändern.',
  group_not_found: 'Die Gruppe „{{group}}“ gibt es nicht.',
  schedule_not_found: 'Den Zeitplan „{{schedule}}“ gibt es nicht.',
  invalid_cron:
    'So lautet keine Regel eines Zeitplans: {{text}}. Nötig sind Minute, Stunde, Tag, Monat und Wochentag: 0 8 * * 1 ist jeden Montag um 8 Uhr.',
  invalid_cron_never: 'An keinem Tag liefe dieser Zeitplan.',
  no_rooms: 'Hier fehlen die Räume. Nehmen Sie welche in die Gruppe auf, oder nennen Sie andere.',
  run_missed: 'Zur geplanten Zeit ging es nicht, und Versäumtes soll entfallen.',
  run_not_started: 'Kein Bericht ließ sich beginnen: {{reason}}',
  run_failed_reports_one: '1 Bericht ist gescheitert. Sehen Sie nach, und versuchen Sie es erneut.',
  run_failed_reports_other:
    '{{count}} Berichte sind gescheitert. Sehen Sie nach, und versuchen Sie es erneut.',
  run_failed_mails_one: 'Die Mail zu 1 Bericht hat nicht alle erreicht.',
  run_failed_mails_other: 'Die Mails zu {{count}} Berichten haben nicht alle erreicht.',
  workbook_not_ready:
    'Die Arbeitsmappe dieses Berichts ist noch nicht geschrieben. Warten Sie, bis er fertig ist.',
  workbook_broken: 'Sie ist beschädigt oder keine Arbeitsmappe ({{text}}).',
  workbook_part_broken: 'Ihr Teil {{part}} ist beschädigt ({{text}}).',
  workbook_part_missing: 'Der Teil {{part}} fehlt.',
  workbook_part_large: 'Ihr Teil {{part}} ist zu groß, um hier gezeigt zu werden.',
  workbook_many_parts: 'Sie hat zu viele Teile, um hier gezeigt zu werden.',
  workbook_is_none: 'Sie ist ein Zip-Archiv, aber keine Arbeitsmappe.',
  workbook_missing:
    '{{file}} ist nicht mehr im Berichtsordner. Erstellen Sie den Bericht noch einmal.',
  workbook_missing_unnamed:
    'Die Arbeitsmappe ist nicht mehr im Berichtsordner. Erstellen Sie den Bericht noch einmal.',
  method_not_allowed: '{{path}} nimmt {{allow}}, nicht {{method}}.',
  not_acceptable: 'Dies ist ein Ereignisstrom; er wird als text/event-stream gelesen.',
  illegal_transition_report: 'Ein Bericht im Stand „{{state}}“ kann nicht „{{next}}“ werden.',
  illegal_transition_delivery: 'Eine Mail im Stand „{{state}}“ kann nicht „{{next}}“ werden.',
  illegal_transition_cancel: 'Ein Bericht im Stand „{{state}}“ lässt sich nicht abbrechen.',
  illegal_transition_retry: 'Ein Bericht im Stand „{{state}}“ lässt sich nicht wiederholen.',
  illegal_transition_run_next: 'Ein Bericht im Stand „{{state}}“ wartet nicht auf seine Reihe.',
  illegal_transition_choose:
    'Was ein Bericht enthält, lässt sich auswählen, wenn er fertig ist und keine Mail davon unterwegs ist; sein Stand ist „{{state}}“, der seiner Mail „{{delivery}}“.',
  illegal_transition_approval:
    'Der Bericht wartet auf keine Freigabe; sein Stand ist „{{state}}“, der seiner Mail „{{delivery}}“.',
  illegal_transition_dispatch_retry:
    'Auf dem Weg zu einem Ordner oder Webhook ist bei diesem Bericht nichts gescheitert.',
  illegal_transition_merge:
    'Die Räume lassen sich nicht zusammenführen, während ein Import in einen von ihnen schreibt. Versuchen Sie es danach noch einmal.',
  illegal_transition_group_in_use:
    'Der Zeitplan „{{schedule}}“ berichtet über diese Gruppe. Ändern oder löschen Sie ihn zuerst.',
  illegal_transition_too_many: 'Es sind schon {{count}}, mehr gehen nicht.',
  illegal_transition_run: 'Dieser Zeitplan läuft gerade. Warten Sie, bis er fertig ist.',
  illegal_transition_delete:
    'Der Bericht lässt sich nicht löschen, solange seine Mail gesendet wird. Versuchen Sie es in einer Minute noch einmal.',
  illegal_transition_held_elsewhere:
    'Die Mail dieses Berichts wartet bei einem anderen Server, und er gibt sie nicht her; einer mit älterer Version kann das nicht. Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, bringen Sie jenen Server auf die Version von diesem, oder starten Sie ihn neu.',
  illegal_transition_quotes: 'Ein Bericht im Stand „{{state}}“ wartet auf kein Modell.',
  illegal_transition_import_cancel: 'Ein Import im Stand „{{state}}“ lässt sich nicht abbrechen.',
  illegal_transition_import_remove:
    'Ein Import im Stand „{{state}}“ lässt sich noch nicht löschen. Brechen Sie ihn erst ab.',
  illegal_transition_import_retry:
    'Ein Import im Stand „{{state}}“ lässt sich nicht noch einmal lesen. Warten Sie, bis er zu Ende ist.',
  name_taken: 'Der Name „{{name}}“ ist vergeben. Wählen Sie einen anderen.',
  role_viewer: 'Betrachter',
  role_operator: 'Bediener',
  role_admin: 'Verwalter',
  idempotency_conflict:
    'Dieser Idempotency-Key diente einer anderen Anfrage. Nehmen Sie einen neuen.',
  payload_too_large: 'Die Anfrage ist zu groß: {{text}}',
  payload_too_large_body: 'Die Anfrage ist länger als {{limit}} Bytes. Senden Sie kleinere Teile.',
  payload_too_large_line: 'Die Zeile ist länger als {{limit}} Bytes. Senden Sie kleinere Teile.',
  range_not_satisfiable: 'Die Datei hat die verlangten Bytes nicht.',
  request_timeout: '{{seconds}} s lang kam nichts von der Anfrage. Senden Sie sie noch einmal.',
  database_unreachable:
    'Dieser Server erreicht seine Datenbank nicht. Was er zeigt, kann veraltet sein, und er erstellt keine Berichte, bis sie wieder da ist; andere Server machen mit ihnen weiter.',
  data_folder_gone:
    'Der Datenordner ist verschwunden oder wurde ersetzt: Was jetzt geschieht, ginge verloren. Beenden Sie Rapporteur, bringen Sie den Ordner zurück und starten Sie neu.',
  too_many_requests_sign_in:
    'Zu viele Anmeldungen sind gescheitert. Versuchen Sie es in {{seconds, number}} Sekunden noch einmal.',
  too_many_requests: 'Es sind zu viele Ströme offen. Versuchen Sie es später noch einmal.',
  delivery_failed:
    'Die Mail wurde nicht gesendet; die Arbeitsmappe ist da. Prüfen Sie den Mailserver und versuchen Sie es erneut.',
  unavailable_streams: 'Es sind zu viele Ströme offen. Versuchen Sie es später noch einmal.',
  internal_logged: 'Hier ist etwas schiefgegangen. Einzelheiten stehen im Protokoll.',

  state_queued: 'wartet',
  state_collecting: 'sammelt',
  state_summarizing: 'resümiert',
  state_writing: 'schreibt',
  state_reading: 'liest',
  state_finished: 'fertig',
  state_failed: 'gescheitert',
  state_cancelled: 'abgebrochen',
  state_none: 'keine',
  state_pending: 'steht aus',
  state_sending: 'wird gesendet',
  state_sent: 'gesendet',
  state_saved: 'gespeichert',
  state_uncertain: 'ungewiss',
}
