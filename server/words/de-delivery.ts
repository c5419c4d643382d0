import type { delivery as english } from './en-delivery.ts'

/** The same as `en-delivery.ts`, in German. */
export const delivery: Readonly<Record<keyof typeof english, string>> = {
  not_an_address: 'Keine E-Mail-Adresse: {{address}}',
  nobody_to_send_to: 'Es gibt niemanden, an den der Bericht gehen soll.',
  no_workbook_to_send: 'Die Arbeitsmappe ist nicht da: {{file}}',
  mail_kept_as: 'Gespeichert als {{file}}',
  mail_not_kept: 'Die E-Mail konnte nicht gespeichert werden: {{text}}',
  mail_accepted: 'An {{sent}} von {{of}} gesendet: {{text}}',
  mail_partly_accepted: 'An {{sent}} von {{of}} gesendet: {{text}}. Abgelehnt: {{refused}}',
  mail_refused: 'Der Mailserver lehnte ab: {{text}}',
  mail_not_sent: 'Die E-Mail konnte nicht gesendet werden: {{text}}',
  mail_not_answered:
    'Die Verbindung endete, bevor der Mailserver antwortete ({{text}}). Die E-Mail ist vielleicht angekommen; sie wird nicht von selbst noch einmal gesendet.',
  mail_stopped: 'Angehalten, bevor die E-Mail vollständig war; es wurde nichts zugestellt.',
}
