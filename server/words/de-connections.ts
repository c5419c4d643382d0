import type { connections as en } from './en-connections.ts'

/** Was Verbindungen von sich sagen, auf Deutsch. */
export const connections: Record<keyof typeof en, string> = {
  connection_room_deleted: 'Der Raum wurde hier gelöscht.',
  connection_room_forbidden:
    'Dieses Konto darf den Raum nicht mehr lesen. Was gelesen wurde, bleibt.',
  connection_room_gone: 'Den Raum gibt es nicht mehr. Was gelesen wurde, bleibt.',
  connection_room_encrypted:
    'Der Raum ist Ende-zu-Ende-verschlüsselt: Auf dem Server liegt kein lesbarer Text.',
  connection_room_no_archive:
    'Der Raum hat kein Archiv, das sich lesen ließe (XEP-0313). Wer ihn verwaltet, kann das einschalten.',
  connection_room_not_member:
    'Das Konto ist nicht in diesem Raum. Laden Sie es zuerst dorthin ein.',
  connection_room_no_history:
    'Der Bot darf diesen Kanal sehen, aber nicht lesen, was früher gesagt wurde. Geben Sie ihm dort „Nachrichtenverlauf anzeigen“.',
  connection_room_taken: 'Eine andere Verbindung liest diesen Raum schon.',
  connection_user_token_slack:
    'Das ist der Token einer Person (xoxp-). Slack lässt Apps mit dem Token eines Bots lesen (xoxb-): Installieren Sie die App und nehmen Sie diesen.',
  connection_user_token_slack_client:
    'Dieser Token gehört zu Slacks eigenem Programm. Anderswo benutzt, meldet er die Person ab. Legen Sie eine App an und nehmen Sie den Token ihres Bots (xoxb-).',
  connection_user_token_discord:
    'Das ist kein Token eines Bots. Discord verbietet Programmen, das Konto einer Person zu benutzen, und sperrt es. Legen Sie eine Anwendung an und nehmen Sie den Token ihres Bots.',
  connection_token_form_starts: 'Ein solcher Token beginnt mit {{form}}.',
  connection_token_form_like: 'Eine solche Adresse sieht so aus: {{form}}.',
  connection_token_form_empty: 'Ein Token oder Passwort ist nötig.',
  connection_address: 'Die Adresse eines Servers beginnt mit {{form}} und einem Namen.',
  connection_address_plain:
    'Ohne Verschlüsselung ({{form}}) wird nur ein Server auf diesem Computer verbunden: Token oder Passwort gingen für alle lesbar über die Leitung.',
  connection_unauthorized:
    'Der Server lässt dieses Konto nicht ein: {{text}}. Prüfen Sie den Namen, und geben Sie Token oder Passwort neu an.',
  connection_secret_lost:
    'Token oder Passwort wurden nur behalten, solange die App lief, weil dieses System keinen Schlüsselbund hat. Geben Sie sie noch einmal an.',
  connection_unreachable: 'Der Server antwortet nicht: {{text}}',
  connection_refused: 'Der Server lehnt ab: {{text}}',
  connection_wait_one: 'Der Dienst bittet, 1 Sekunde zu warten. Versuchen Sie es dann noch einmal.',
  connection_wait_other:
    'Der Dienst bittet, {{count}} Sekunden zu warten. Versuchen Sie es dann noch einmal.',
  connection_no_content:
    'Nachrichten kommen ohne Text an. Schalten Sie „Message Content Intent“ für den Bot in Discords Entwicklerportal ein und setzen Sie fort.',
  connection_no_history:
    'Dieser Server bewahrt nichts auf: Lesen lässt sich nur, was gesagt wird, solange Rapporteur verbunden ist. Was vorher gesagt wurde, fehlt.',
  connection_irc_name:
    'Ein Benutzername oder Passwort von IRC enthält keine Leerzeichen und keine Zeilenumbrüche.',
  connection_irc_network:
    'Dieser Bouncer hat mehrere Netze. Nennen Sie das gemeinte hinter dem Benutzernamen, wie in anna/libera.',
  connection_not_found: 'Die Verbindung {{connection}} gibt es nicht.',
  connection_report_ready: 'Der Bericht über diesen Raum ist fertig: {{url}}',
  connection_report_here:
    'Der Bericht über diesen Raum ist fertig, auf dem Computer, auf dem Rapporteur läuft.',
  connection_report_failed:
    'Der Bericht über diesen Raum konnte nicht erstellt werden. Rapporteur sagt, warum.',
  connection_not_made: '{{reason}}',
}
