import type { Catalogue } from './words.ts'

/** The words of the servers, in German. */
export const servers: Catalogue['servers'] = {
  title: 'Server',
  command: 'Server',
  commandWords: 'Server wechseln hinzufügen verbinden Team',
  switchTo: '{{name}} zeigen',
  thisComputer: 'Dieser Computer',
  thisComputerText: 'Räume und Berichte, die hier liegen',
  shown: 'Server: {{name}}',
  isShown: 'Gezeigt',
  show: 'Zeigen',
  showNamed: '{{name}} zeigen',
  version: 'Version {{version}}',
  states: {
    looking: 'wird gefragt',
    reached: 'erreicht',
    unreachable: 'nicht erreicht',
    'signed-out': 'abgemeldet',
  },
  notKept:
    'Dieses System hat keinen Schlüsselbund; der Token wird vergessen, wenn sich die App beendet.',
  menu: 'Mehr zu {{name}}',
  rename: 'Umbenennen',
  otherToken: 'Anderen Token verwenden',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  remove: 'Aus der Liste entfernen',
  removeText:
    'Die App vergisst Adresse und Token. Räume und Berichte des Servers bleiben, wie sie sind.',
  add: 'Server hinzufügen',
  address: 'Adresse',
  name: 'Name',
  nameHint: 'Wie Sie ihn nennen; leer gelassen seine Adresse',
  token: 'Token',
  tokenHint: 'Stellt aus, wer den Server verwaltet',
  connect: 'Verbinden',
  failed: 'Der Server ließ sich nicht zeigen',
  toThisComputer: 'Diesen Computer zeigen',
  settings: 'Server Ihres Teams',
  settingsText: 'Zeigt und beobachtet Rapporteur-Server, die anderswo laufen, in diesem Fenster.',
  open: 'Server',
}
