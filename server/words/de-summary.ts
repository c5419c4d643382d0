import type { summary as english } from './en-summary.ts'

/** The same as `en-summary.ts`, in German. */
export const summary: Readonly<Record<keyof typeof english, string>> = {
  summary_quotes: 'Zitate, auf diesem Computer ausgewählt, ohne KI-Modell',
  summary_by_model: 'Geschrieben von {{model}} auf {{host}}',
  summary_noted: '{{reason}}; {{note}}',
  cut_for_length:
    'auf die aussagekräftigsten Gespräche gekürzt, weil der Raum länger ist als {{parts}} Teile',
  cut_for_cost:
    'auf die aussagekräftigsten Gespräche gekürzt, weil der ganze Raum {{cost}} kosten könnte und {{most}} das Höchste ist',
  orders_in_messages_one: '{{count}} Nachricht sieht aus wie eine Anweisung an eine KI',
  orders_in_messages_other: '{{count}} Nachrichten sehen aus wie Anweisungen an eine KI',
  model_unavailable: 'Modell nicht verfügbar ({{model}} auf {{host}}): {{reason}}',
  model_too_dear: 'Zu teuer für {{model}} auf {{host}}: {{reason}}',
  room_stays_here:
    'Dieser Raum bleibt auf diesem Computer, und {{model}} auf {{host}} ist auf einem anderen',
  quotes_asked: 'Zitate wurden gewählt, statt auf {{model}} auf {{host}} zu warten',
  model_said: '{{reason}} ({{text}})',
  model_aborted: 'es wurde angehalten',
  model_auth: 'der Server nahm den Schlüssel nicht an',
  model_bad_request: 'der Server verstand die Frage nicht',
  model_budget: 'es würde mehr kosten, als ein Bericht darf',
  model_call_timeout: 'eine Antwort dauerte zu lange',
  model_context: 'der Raum ist zu lang für seinen Kontext',
  model_empty: 'es schrieb nichts Brauchbares',
  model_headers_timeout: 'der Server begann nicht rechtzeitig zu antworten',
  model_idle_timeout: 'der Server verstummte mitten in der Antwort',
  model_length: 'die Antwort war länger, als der Server erlaubt',
  model_network: 'der Server war nicht erreichbar',
  model_not_found: 'der Server kennt diese Adresse oder dieses Modell nicht',
  model_not_loaded_engine:
    'der Teil von Rapporteur, der Modelle auf diesem Computer ausführt, ist hier nicht installiert: {{text}}',
  model_not_loaded_file: 'die Datei des Modells lässt sich nicht verwenden: {{text}}',
  model_not_loaded_model: 'das Modell ließ sich nicht laden: {{text}}',
  model_not_loaded_ended:
    'der Prozess des Modells endete, vielleicht weil der Speicher nicht reicht: {{text}}',
  model_not_loaded_slow: 'das Modell war nach {{text}} nicht geladen',
  model_paused: 'der Server versagte kürzlich und wird eine Weile in Ruhe gelassen',
  model_protocol: 'was antwortete, spricht nicht wie ein Modellserver',
  model_quota: 'das Guthaben ist aufgebraucht',
  model_rate: 'der Server nimmt vorerst keine Fragen mehr an',
  model_refused: 'das Modell lehnte ab',
  model_server: 'der Server versagte',
  model_truncated: 'die Antwort brach ab',
  model_unknown: 'etwas Unerwartetes geschah',
  download_no_room:
    'auf dem Datenträger ist nicht genug Platz: {{needed}} MB werden gebraucht, {{free}} MB sind frei',
  download_wrong: 'was ankam, ist nicht die versprochene Datei und wurde entfernt ({{text}})',
  download_changed: 'unter dieser Adresse liegt inzwischen eine andere Datei ({{text}})',
  download_refused: 'der Server gibt die Datei nicht her ({{text}})',
  download_broken: 'die Verbindung brach ab; was ankam, bleibt erhalten ({{text}})',
}
