import type { delivery as english } from './en-delivery.ts'

/** The same as `en-delivery.ts`, in German. */
export const delivery: Readonly<Record<keyof typeof english, string>> = {
  not_an_address: 'Keine Mailadresse: {{address}}',
  nobody_to_send_to: 'Es gibt niemanden, an den der Bericht gehen soll.',
  no_workbook_to_send: 'Die Arbeitsmappe ist nicht da: {{file}}',
  mail_kept_as: 'Gespeichert als {{file}}',
  mail_not_kept: 'Die Mail konnte nicht gespeichert werden: {{text}}',
  mail_accepted: 'An {{sent}} von {{of}} gesendet: {{text}}',
  mail_partly_accepted: 'An {{sent}} von {{of}} gesendet: {{text}}. Abgelehnt: {{refused}}',
  mail_refused: 'Der Mailserver lehnte ab: {{text}}',
  mail_not_sent: 'Die Mail konnte nicht gesendet werden: {{text}}',
  mail_not_answered:
    'Die Verbindung endete, bevor der Mailserver antwortete ({{text}}). Die Mail ist vielleicht angekommen; sie wird nicht von selbst noch einmal gesendet.',
  mail_stopped: 'Angehalten, bevor die Mail vollständig war; es wurde nichts zugestellt.',
  approver_asked: '{{address}} wurde per Mail um die Freigabe gebeten',
  approver_not_asked: '{{address}} konnte nicht um die Freigabe gebeten werden: {{reason}}',
  approver_silent:
    '{{address}} wurde {{count}}-mal gefragt und hat nicht entschieden. Weiter wird nicht gefragt; der Bericht wartet, bis jemand im Fenster entscheidet.',
  destination_unset_folder: 'In den Einstellungen steht kein Ordner mehr.',
  destination_unset_webhook: 'In den Einstellungen steht keine Adresse mehr.',
  destination_unset_secret: 'Es ist kein Geheimnis für die Signatur gesetzt.',
  destination_report_gone: 'Der Bericht oder seine Arbeitsmappe ist nicht mehr da.',
  folder_put: 'Kopiert als {{file}}',
  folder_not_there: 'Der Ordner {{folder}} ist nicht da.',
  folder_not_written: 'In den Ordner {{folder}} konnte nicht geschrieben werden: {{text}}',
  webhook_accepted: 'Angenommen (HTTP {{status}})',
  webhook_refused: 'Der Empfänger antwortete mit HTTP {{status}}.',
  webhook_redirected:
    'Der Empfänger antwortete mit HTTP {{status}} und nannte eine andere Adresse, der nicht gefolgt wird. Tragen Sie diese in den Einstellungen ein, wenn sie stimmt.',
  webhook_gone: 'Der Empfänger will nichts mehr (HTTP 410).',
  webhook_forbidden_place: 'An {{host}} wird nichts gesendet: Die Adresse gehört dem Netz selbst.',
  webhook_unreached: 'Der Empfänger war nicht erreichbar: {{text}}',
  webhook_too_slow: 'Der Empfänger antwortete nicht binnen {{seconds}} s.',
}
