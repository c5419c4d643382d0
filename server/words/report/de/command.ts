import type { command as english } from '../en/command.ts'

/** The same as `../en/command.ts`, in German. */
export const command: Readonly<Record<keyof typeof english, string>> = {
  help_program: 'Macht aus Chaträumen Excel-Berichte.',
  help_usage: 'Aufruf:',
  help_arguments: 'Argumente:',
  help_options: 'Optionen:',
  help_commands: 'Befehle:',
  help_option_word: 'Optionen',
  help_command_word: 'Befehl',
  help_default: 'Vorgabe',
  help_choices: 'Auswahl',
  help_variable: 'Variable',
  help_version: 'nennt die Version',
  help_help: 'zeigt diese Hilfe',
  help_help_command: 'zeigt die Hilfe eines Befehls',

  help_serve: 'startet den Server ohne Fenster; die erste Zeile auf stdout nennt seine Adresse',
  help_port: 'Port, auf dem er lauscht; 0 für irgendeinen freien',
  help_host:
    'Adresse, auf der er lauscht; über diesen Computer hinaus nur mit --token-file und --allowed-hosts',
  help_token_file:
    'wohin der Zugangstoken kommt, nur für seinen Besitzer, statt in die erste Zeile auf stdout',
  help_print_token: 'nennt den Token auch auf stdout; in einem Terminal geschieht das ohnehin',
  help_allowed_hosts:
    'Rechnernamen ohne Port, unter denen andere ihn ansprechen dürfen: berichte.example.org,10.0.0.7',
  help_this_computer: 'nur dieser Computer',
  help_public_url: 'wo Menschen ihn erreichen: https://berichte.example.org',
  help_oidc_issuer:
    'ein OpenID-Anbieter, über den sich Menschen anmelden; sein Geheimnis kommt aus RAPPORTEUR_OIDC_CLIENT_SECRET',
  help_oidc_client_id: 'wie der Anbieter diesen Server nennt',
  help_oidc_claim: 'der Claim mit Gruppen oder Rollen',
  help_oidc_roles: 'wer danach welche Rolle bekommt: admin=ops,operator=support,viewer=*',
  help_data_dir: 'wo Räume, Berichte und settings.json liegen',
  help_database_url:
    'eine PostgreSQL-Datenbank für alles außer Dateien; eine mit Passwort nur über die Variable angeben',
  help_blobs:
    'wohin Dateien neben einer Datenbank kommen: s3://BUCKET?endpoint=https://HOST&region=NAME oder file:///GEMEINSAMER/ORDNER',
  help_role:
    'mit --database-url: api beantwortet Anfragen und macht keine Berichte, worker und all machen auch diese',
  help_lease_seconds:
    'mit --database-url: nach so vielen Sekunden machen andere weiter, was ein verstummter Server begonnen hat',

  help_report: 'importiert Exporte, macht den Bericht jedes Raums und endet',
  help_exports: 'Dateien, Ordner oder Zip-Dateien',
  help_out: 'wohin die Arbeitsmappen kommen',
  help_room: 'nur dieser Raum, nach Name oder Id; für mehrere wiederholen',
  help_bridge:
    'eine Brücke zwischen Netzen: Ihr „<Name> Worte“ hat dieser Name gesagt; für mehrere wiederholen',
  help_overview: 'dazu eine Arbeitsmappe über alle diese Räume',
  help_formats: 'was bleiben soll: xlsx, csv, md, html',
  help_columns: 'was die Spalten einer Tabelle enthalten, ab 1 gezählt: time=2,author=1,text=3',
  help_language:
    'Sprache der Berichte und dessen, was hier erscheint; dasselbe wie --report-language',
  help_json: 'JSON-Zeilen auf stdout statt eines Fortschrittsbalkens',

  help_rescue: 'schreibt, was von einer beschädigten Datenbank lesbar ist, in eine neue Datei',
  help_rescue_data_dir: 'wo rapporteur.db liegt',
  help_rescue_out: 'die neue Datenbank; es darf sie noch nicht geben',

  help_setting: '{{help}} [Variable {{env}}, settings.json „{{key}}“]',
  help_setting_concurrency: 'Berichte gleichzeitig, 1 bis {{most}} (Vorgabe {{usual}})',
  help_setting_threads:
    'Threads, die sie sich teilen (Vorgabe: einer weniger als Kerne, höchstens 4)',
  help_setting_recipients: 'Mailadressen für Berichte, die keine nennen, durch Kommas getrennt',
  help_setting_summaryEngine:
    'extractive (Vorgabe), openai (jeder Server mit /chat/completions), ollama, anthropic oder local (eine GGUF-Datei)',
  help_setting_summaryBaseUrl: 'wo der Modellserver ist, etwa http://127.0.0.1:11434',
  help_setting_summaryModel:
    'Name des Modells; bei local eine Datei im Ordner models des Datenordners oder ein Pfad',
  help_setting_summaryApiKey: 'Schlüssel des Modellservers; besser als Variable denn als Option',
  help_setting_summaryContextTokens:
    'Token, die das Modell auf einmal liest, wo der Server es nicht sagt',
  help_setting_summaryConcurrency: 'Räume, die den Modellserver gleichzeitig fragen (Vorgabe 2)',
  help_setting_summarySilenceSeconds:
    'Sekunden der Stille, nach denen eine Frage an den Modellserver aufgegeben wird (Vorgabe 60, auf diesem Computer 300)',
  help_setting_summaryInputPrice: 'Preis einer Million gesendeter Token',
  help_setting_summaryOutputPrice: 'Preis einer Million geschriebener Token',
  help_setting_summaryMaxCost: 'was die Zusammenfassung eines Berichts höchstens kosten darf',
  help_setting_smtpHost: 'Mailserver; ohne einen werden Mails im Ordner outbox abgelegt',
  help_setting_smtpPort: 'Port des Mailservers (Vorgabe 587)',
  help_setting_smtpSecure:
    'true für TLS vom ersten Byte an (Vorgabe false: STARTTLS, wo es angeboten wird)',
  help_setting_smtpUser: 'Benutzername am Mailserver',
  help_setting_smtpPassword: 'Passwort am Mailserver; besser als Variable denn als Option',
  help_setting_smtpFrom: 'Absender der Mails',
  help_setting_deliveryFolder:
    'Ordner, in den fertige Arbeitsmappen kopiert werden, als absoluter Pfad',
  help_setting_webhookUrl: 'Adresse, die von jedem beendeten Bericht erfährt',
  help_setting_webhookSecret:
    'unterschreibt, was der Webhook bekommt: whsec_ und 24 bis 64 Bytes in Base64; besser als Variable denn als Option',
  help_setting_retentionDays: 'Tage, die Arbeitsmappen aufbewahrt werden (Vorgabe: für immer)',
  help_setting_reportLanguage:
    'Sprache von Arbeitsmappen, Mails und Markdown: en oder de (Vorgabe en)',
  help_setting_timeZone: 'Zone der Zeiten in Arbeitsmappen (Vorgabe UTC)',
  help_setting_workbookSheets:
    'Blätter neben der Zusammenfassung, durch Kommas getrennt (Vorgabe: alle)',
  help_setting_workbookColumns:
    'wählbare Spalten des Transkripts, durch Kommas getrennt (Vorgabe: alle)',
  help_setting_workbookThemeColor:
    'Farbe von Überschriften und Diagrammen, sechs hexadezimale Ziffern',
  help_setting_workbookLogo: 'Bild oben auf dem ersten Blatt, eine PNG- oder JPEG-Datei',
  help_setting_workbookFileName: 'Name der Datei, mit {room}, {from}, {to}, {created} und {id}',
  help_setting_workbookAnonymize: 'true schreibt „Teilnehmer 1“ statt Namen',
  help_setting_workbookService:
    'Adresse eines Dienstes, der Arbeitsmappen an Stelle von Rapporteur schreibt, etwa http://127.0.0.1:8000',
  help_setting_workbookServiceToken: 'Token für diesen Dienst; besser als Variable denn als Option',

  usage_error: 'Fehler: ',
  usage_unknown_option: 'Die Option „{{name}}“ gibt es nicht.',
  usage_unknown_command: 'Den Befehl „{{name}}“ gibt es nicht.',
  usage_meant: '(Meinten Sie {{name}}?)',
  usage_meant_any: '(Meinten Sie eine von {{names}}?)',
  usage_missing_argument: 'Es fehlt das Argument „{{name}}“.',
  usage_missing_option: 'Es fehlt die Option „{{name}}“.',
  usage_missing_value: 'Der Option „{{name}}“ fehlt ihr Wert.',
  usage_too_many: 'Zu viele Argumente: {{n}} statt {{most}}.',
  usage_invalid: 'Der Wert „{{value}}“ der Option „{{name}}“ ist ungültig. {{reason}}',
  usage_invalid_variable:
    'Der Wert „{{value}}“ der Option „{{name}}“ aus der Variablen {{env}} ist ungültig. {{reason}}',
  usage_choices: 'Möglich sind {{names}}.',
  usage_port: 'Nennen Sie einen Port von 0 bis 65535.',
  usage_host: 'Nennen Sie eine IP-Adresse oder localhost.',
  usage_seconds: 'Nennen Sie eine Zahl von Sekunden von 1 bis 600.',
  usage_web_address: 'Nennen Sie eine Adresse, die mit https:// oder http:// beginnt.',
  usage_database:
    'Nennen Sie die Adresse einer PostgreSQL-Datenbank: postgres://BENUTZER@RECHNER/DATENBANK.',
  usage_host_name:
    '„{{name}}“ ist kein Rechnername. Nennen Sie Rechner ohne Port, mit Kommas dazwischen.',
  usage_role_rule:
    '„{{rule}}“ ist keine Regel. Schreiben Sie ROLLE=WERT, mit einer der Rollen {{roles}}.',
  usage_forms: 'Nennen Sie eines oder mehrere von {{names}}, mit Kommas dazwischen.',
  usage_column_name: '{{name}} ist keines von {{names}}.',
  usage_column_number: '{{name}} braucht die Nummer seiner Spalte, ab 1 gezählt, etwa {{name}}=2.',
  usage_column_once: 'Jeder Name und jede Spalte darf nur einmal vorkommen.',
  usage_column_text: 'Sagen Sie, welche Spalte den Text enthält, etwa text=3.',
  usage_column_high: 'So viele Spalten hat keine Tabelle.',
  usage_oidc: '--oidc-issuer braucht auch --public-url, --oidc-client-id und --oidc-roles.',
  usage_role_alone: '--role braucht --database-url: An einem Datenordner arbeitet nur ein Server.',
  usage_beyond:
    'Um auf {{host}} zu lauschen, über diesen Computer hinaus, nennen Sie auch --token-file und --allowed-hosts.',
  usage_token_folder:
    'Den Ordner {{folder}} von --token-file gibt es nicht. Legen Sie ihn zuerst an.',
  usage_blobs_alone:
    '--blobs gehört zu --database-url: Ohne Datenbank liegt alles in einem Ordner.',
  usage_setting: 'Die Einstellung {{key}} ({{flag}}, {{env}}) ist nicht verwendbar: {{reason}}',
  rescue_no_database: 'Es gibt keine Datenbank {{file}}.',
  rescue_there: '{{file}} gibt es schon. Nennen Sie eine neue Datei.',
  rescue_done:
    'Gelesen nach {{target}}: {{messages}} Nachrichten in {{rooms}} Räumen. Beenden Sie Rapporteur, verschieben Sie {{source}} mit -wal und -shm, und setzen Sie die neue Datei an ihre Stelle.',
  rescue_done_of: '{{messages}} von {{expected}}',
  rescue_nothing: 'Von {{file}} ist nichts lesbar: {{text}}. Nur eine Sicherungskopie hilft.',

  blobs_form:
    'Nennen Sie, wohin Dateien kommen, als s3://BUCKET?endpoint=https://HOST&region=NAME oder file:///GEMEINSAMER/ORDNER.',
  blobs_key:
    'Geben Sie den Schlüssel des Objektspeichers über AWS_ACCESS_KEY_ID und AWS_SECRET_ACCESS_KEY an, nicht in der Adresse.',
  blobs_endpoint: 'Der Endpunkt eines Objektspeichers beginnt mit https:// oder http://.',
}
