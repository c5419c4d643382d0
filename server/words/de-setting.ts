import type { setting as english } from './en-setting.ts'

/** The same as `en-setting.ts`, in German. */
export const setting: Readonly<Record<keyof typeof english, string>> = {
  setting_unknown: 'Es gibt keine Einstellung {{setting}}.',
  setting_needs_server:
    '{{engine}} braucht für Zusammenfassungen die Adresse seines Servers („summaryBaseUrl“, „--summary-base-url“).',
  setting_needs_model:
    '{{engine}} braucht für Zusammenfassungen den Namen eines Modells („summaryModel“, „--summary-model“).',
  setting_password_hidden:
    'Das Passwort in dieser Adresse ist verborgen und gehört nur zu ihrem Server. Geben Sie es noch einmal ein.',
  setting_at_least: 'Mindestens {{least}}.',
  setting_at_most: 'Höchstens {{most}}.',
  setting_too_long: 'Höchstens {{most}} Zeichen oder Einträge.',
  setting_empty: 'Darf nicht leer sein.',
  setting_one_of: 'Eines von {{values}}.',
  setting_kind_number: 'Hier wird eine Zahl erwartet.',
  setting_kind_text: 'Hier wird ein Text erwartet.',
  setting_kind_switch: 'Hier wird Ja oder Nein erwartet (true, false).',
  setting_kind_list: 'Hier wird eine Liste erwartet.',
  setting_kind_other: 'Hier wird etwas anderes erwartet.',
  setting_form_url: 'Hier wird eine Adresse wie http://127.0.0.1:11434 erwartet.',
  setting_form_email: 'Hier wird eine Mailadresse wie „ada@example.org“ erwartet.',
  setting_form_color: 'Sechs hexadezimale Ziffern, etwa 1F5673.',
  setting_form_folder:
    'Hier wird ein absoluter Pfad erwartet, etwa /home/ada/Berichte oder C:\\Berichte.',
  setting_form_webhook_secret:
    'Ein Geheimnis ist „whsec_“ und 24 bis 64 Bytes in Base64; die Schaltfläche daneben macht eines.',
  setting_form_no_login: 'Eine Adresse mit Benutzer und Passwort darin wird nicht genommen.',
  setting_form_zone: 'Nennen Sie eine IANA-Zeitzone wie Europe/Berlin, oder UTC.',
  setting_refused: '{{text}}',
  settings_unread: '{{file}} ist nicht lesbar: {{text}}',
  settings_no_object: '{{file}} ist kein JSON-Objekt mit Einstellungen.',
  settings_copy_used:
    'Verwendet wird die letzte brauchbare Kopie der Einstellungen. Reparieren oder entfernen Sie die beschädigte Datei.',
  settings_defaults_used:
    'Alle Einstellungen haben ihre Vorgabe. Reparieren oder entfernen Sie die beschädigte Datei.',
  setting_unusable: '{{file}}: {{setting}} ist nicht verwendbar. {{reason}}',
  summary_engine_unusable: '{{reason}} Bis dahin bestehen Zusammenfassungen aus Zitaten.',
}
