import type { Catalogue } from './words.ts'

export const access: Catalogue['access'] = {
  menu: {
    room: 'Wer ihn sehen darf …',
    group: 'Wer ihre Räume sehen darf …',
  },
  label: {
    room: 'Wer ihn sehen darf',
    group: 'Wer ihre Räume sehen darf',
  },
  title: {
    room: 'Wer darf {{name}} sehen?',
    group: 'Wer darf die Räume von {{name}} sehen?',
  },
  text: {
    room: 'Für alle anderen gibt es den Raum nicht: weder in Listen noch in Suche, Berichten und Meldungen. Admins sehen jeden Raum.',
    group:
      'Das gilt für jeden Raum der Gruppe, auch für künftige. Für alle anderen gibt es sie nicht: weder in Listen noch in Suche, Berichten und Meldungen. Admins sehen jeden Raum.',
  },
  change: 'Ändern …',
  changeOf: 'Ändern … ({{what}})',
  everybody: 'Alle, die sich anmelden dürfen',
  some: 'Einige Gruppen von Personen, und Admins',
  admins: 'Nur Admins',
  only: 'Nur {{names}}, und Admins',
  field: 'Gruppen von Personen',
  fieldHint: 'Wie die Anmeldung Ihrer Organisation sie nennt. Enter beendet einen Namen.',
  placeholder: 'vorstand',
  missing: 'Nennen Sie eine Gruppe von Personen, oder wählen Sie „Nur Admins“.',
  unknown:
    'Niemand, den dieser Server hereingelassen hat, gehört zu: {{names}}. Prüfen Sie, wie Ihre Organisation es schreibt.',
  others: 'Außerdem gilt dies; nur wer überall zugelassen ist, sieht den Raum:',
  byGroup: 'Gruppe {{name}}: {{sight}}',
  byMerged: 'Ein Raum, der mit ihm zusammengeführt wurde: {{sight}}',
  lift: 'Aufheben',
  save: 'Speichern',
  reading: 'Es wird gelesen, wer ihn sehen darf …',
  failed: 'Wer ihn sehen darf, konnte nicht gelesen werden. Geändert wurde nichts.',
  changed: '{{name}}: {{sight}}',
  undone: 'Wer {{name}} sehen darf, ist wie zuvor',
}
