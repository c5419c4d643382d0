import type { Catalogue } from './words.ts'

export const access: Catalogue['access'] = {
  menu: {
    group: 'Wer ihre Räume sehen darf …',
    rooms_one: 'Wer ihn sehen darf …',
    rooms_other: 'Wer {{count, number}} Räume sehen darf …',
  },
  label: {
    room: 'Wer ihn sehen darf',
    group: 'Wer ihre Räume sehen darf',
    rooms: 'Wer sie sehen darf',
  },
  title: {
    room: 'Wer darf {{name}} sehen?',
    group: 'Wer darf die Räume von {{name}} sehen?',
  },
  titleMany_one: 'Wer darf {{count, number}} Raum sehen?',
  titleMany_other: 'Wer darf {{count, number}} Räume sehen?',
  text: {
    room: 'Für alle anderen gibt es den Raum nicht: weder in Listen noch in Suche, Berichten und Meldungen. Admins sehen jeden Raum.',
    rooms:
      'Für alle anderen gibt es die Räume nicht: weder in Listen noch in Suche, Berichten und Meldungen. Admins sehen jeden Raum.',
    group:
      'Das gilt für jeden Raum der Gruppe, auch für künftige. Für alle anderen gibt es sie nicht: weder in Listen noch in Suche, Berichten und Meldungen. Admins sehen jeden Raum.',
  },
  mixed: 'Zurzeit ist es nicht bei allen gleich. Was Sie wählen, gilt für alle.',
  rooms_one: '{{count, number}} Raum',
  rooms_other: '{{count, number}} Räume',
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
