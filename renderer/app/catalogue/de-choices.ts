import type { Catalogue } from './words.ts'

export const choices: Catalogue['choices'] = {
  from: {
    room: 'Für diesen Raum gewählt',
    roomNone: 'Für diesen Raum gewählt, nicht wie seine Gruppe: {{value}}',
    groupNone: 'Für diese Gruppe gewählt, nicht wie andere: {{value}}',
    group: 'Aus der Gruppe {{name}}: {{value}}',
  },
  ofRoom: 'Berichte dieses Raums',
  ofRoomText:
    'Was hier gewählt ist, geht dem vor, was eine Gruppe und die Einstellungen sagen. Eine Gruppe bestimmt mit, wo ihre Berichte entstehen: in „Gruppen“ und nach einem Zeitplan.',
  ownNone: 'hier nichts gewählt',
  own_one: '{{count, number}} Angabe hier gewählt',
  own_other: '{{count, number}} Angaben hier gewählt',
  notHere: 'Hier nicht gewählt',
  leaveOpen: 'Hier nicht wählen',
  noMail: 'Keine Mail für diesen Raum',
  names: {
    title: 'Namen von Personen',
    yes: 'Gezeigt',
    no: 'Verborgen: Person 1, 2 …',
  },
  approval: {
    title: 'Vor dem Senden',
    yes: 'Auf Freigabe warten',
    no: 'Sofort senden',
    approver: 'Wer freigibt',
    approverHint:
      'Wird per Mail gefragt, mit einem Link, wo dieser Server öffentlich erreichbar ist',
    nobody: 'Niemand wird gefragt: hier entschieden',
  },
  filter: {
    title: 'Nur bestimmte Nachrichten',
    label: 'Nachrichten',
    people: 'Geschrieben von',
    peopleHint: 'Namen wie in „Personen“',
    anybody: 'Beliebig',
    keyword: 'Mit den Wörtern',
    keywordHint: 'Mit allen, groß oder klein geschrieben',
    thread: 'Im Thread der Nachricht',
    threadHint: 'Ihre Kennung; Spalte „Kennung der Quelle“ des Transkripts',
    tooLong: 'Zu lang oder zu viele',
    clear: 'Alle Nachrichten',
    done: 'Fertig',
    all: 'Alle Nachrichten',
    only: 'Nur {{parts}}',
    by: 'von {{names}}',
    with: 'mit „{{words}}“',
    inThread: 'im Thread {{id}}',
    others_one: '{{count, number}} weiteren Person',
    others_other: '{{count, number}} weiteren Personen',
  },
}
